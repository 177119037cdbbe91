<?php
// Charges the wallet code a cashier scanned and asks until the payment is final. PHP 8.1 or newer, no extensions.
//
//   php pay.php [amount in minor units] [auth code] [pay type]
//
// Prints one line of JSON. Exit status: 0 paid, 1 refused, 2 not known yet, 3 nothing was sent.
declare(strict_types=1);

// 1143: the customer is typing a password. 1145: being processed. The others are failures whose outcome is open.
const OPEN = [null, '1143', '1145', '1252', '1254', '1295', '1296', '1298', '2999'];

$url = getenv('OPENCPM_URL') ?: 'http://127.0.0.1:8080';
$amountText = $argv[1] ?? '1000';
// Without a scanned code: a test code of the sandbox. Its last six digits may script the wallet, 000000 do not.
$authCode = $argv[2] ?? '28' . random_int(10 ** 9, 10 ** 10 - 1) . '000000';
$payType = $argv[3] ?? '800108';
// Money is a whole number of the currency's smallest unit, never a float: 1000 is HKD 10.00.
if (!preg_match('/^[1-9][0-9]{0,10}$/D', $amountText)) {
    stop("amount must be a whole number above 0, not $amountText");
}
$amountMinor = (int) $amountText;
[$appCode, $key] = credential($url);

// A fresh number for every sale. A real till stores it before it sends anything: after a crash this number is the
// only way to ask what became of the money.
$outTradeNo = 'till-' . time() . '-' . bin2hex(random_bytes(4));
// A store number goes into every call when one was issued, and into none otherwise.
$mchid = getenv('OPENCPM_MCHID');
$order = ['out_trade_no' => $outTradeNo] + ($mchid ? ['mchid' => $mchid] : []);
say("$outTradeNo: charging $amountMinor minor units of HKD");

$answer = ask('/trade/v1/payment', $order + [
    'txamt' => (string) $amountMinor,
    'txcurrcd' => 'HKD',
    'pay_type' => $payType,
    'auth_code' => $authCode,
    'txdtm' => date('Y-m-d H:i:s'),
    'goods_name' => '茶 tea+1',
]);
// A lost, late or forged answer says nothing about the money: the wallet may have been charged all the same. So the
// payment is never sent a second time, which could charge twice, but asked about until the gateway knows.
$payment = ($answer['out_trade_no'] ?? $outTradeNo) === $outTradeNo ? $answer : [];
$deadline = hrtime(true) + 60_000_000_000;
while (verdictOf($payment) === 'pending' && hrtime(true) < $deadline) {
    say("$outTradeNo: " . ($payment['respcd'] ?? 'no answer') . ', asking');
    sleep(2);
    $enquiry = ask('/trade/v1/query', $order);
    // The outer respcd only says that the question was answered. No row is no refusal: the payment may be under way.
    $row = ($enquiry['respcd'] ?? null) === '0000' ? $enquiry['data'][0] ?? [] : [];
    if (($row['out_trade_no'] ?? null) === $outTradeNo) {
        $payment = $row;
    }
}

$verdict = verdictOf($payment);
$respcd = $payment['respcd'] ?? null;
if ($verdict === 'refused') {
    say("refused: $respcd " . ($payment['resperr'] ?? $payment['errmsg'] ?? '') . ' ' . ($payment['respmsg'] ?? ''));
}
echo json_encode([
    'verdict' => $verdict,
    'out_trade_no' => $outTradeNo,
    'syssn' => $payment['syssn'] ?? null,
    'respcd' => $respcd,
]), "\n";
exit(['paid' => 0, 'refused' => 1, 'pending' => 2][$verdict]);

function verdictOf(array $payment): string
{
    $respcd = $payment['respcd'] ?? null;
    return $respcd === '0000' ? 'paid' : (in_array($respcd, OPEN, true) ? 'pending' : 'refused');
}

/** Sends a signed request. Without an answer that is provably the gateway's, the result is empty. */
function ask(string $path, array $parameters): array
{
    global $url, $appCode, $key;
    // Signed are the plain values, sorted by name; encoding for the wire comes afterwards.
    ksort($parameters, SORT_STRING);
    $pairs = array_map(fn ($name, $value) => "$name=$value", array_keys($parameters), $parameters);
    $sign = hash('sha256', implode('&', $pairs) . $key);
    // The @ keeps PHP from mixing its warnings into the output; a failure shows as false.
    $stream = @fopen($url . $path, 'rb', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ["X-QF-APPCODE: $appCode", "X-QF-SIGN: $sign", 'X-QF-SIGNTYPE: SHA256',
            'Content-Type: application/x-www-form-urlencoded'],
        'content' => http_build_query($parameters),
        'timeout' => 10, // seconds for each wait
        'ignore_errors' => true,
    ]]));
    if ($stream === false) {
        say("$path: " . (error_get_last()['message'] ?? 'no answer'));
        return [];
    }
    // The answer's signature covers its bytes as received; JSON parsed and written again has other bytes.
    $body = (string) stream_get_contents($stream);
    foreach (stream_get_meta_data($stream)['wrapper_data'] as $header) {
        [$name, $value] = explode(':', $header, 2) + ['', ''];
        if (strcasecmp($name, 'X-QF-SIGN') === 0
            && hash_equals(hash('sha256', $body . $key), strtolower(trim($value)))) {
            return (array) json_decode($body, true);
        }
    }
    say("$path: answer without a valid signature; are app code and key right?");
    return [];
}

/** App code and key from the environment, or those of the sandbox's first direct merchant. */
function credential(string $url): array
{
    if (getenv('OPENCPM_APP_CODE') && getenv('OPENCPM_KEY')) {
        return [getenv('OPENCPM_APP_CODE'), getenv('OPENCPM_KEY')];
    }
    $sandbox = json_decode((string) @file_get_contents("$url/sandbox/merchants"), true);
    foreach ($sandbox['merchants'] ?? [] as $merchant) {
        if ($merchant['kind'] === 'direct') {
            return [$merchant['app_code'], $merchant['client_key']];
        }
    }
    stop('set OPENCPM_APP_CODE and OPENCPM_KEY, or point OPENCPM_URL at a running sandbox');
}

function say(string $line): void
{
    fwrite(STDERR, "$line\n");
}

function stop(string $reason): never
{
    say($reason);
    exit(3);
}
