import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.security.*;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.*;
import java.util.stream.Collectors;

/**
 * Charges the wallet code a cashier scanned and asks until the payment is final. JDK 17 or newer, no libraries.
 *
 * <pre>java Pay.java [amount in minor units] [auth code] [pay type]</pre>
 *
 * Prints one line of JSON. Exit status: 0 paid, 1 refused, 2 not known yet, 3 nothing was sent.
 */
public final class Pay {
    // 1143: the customer is typing a password. 1145: being processed. The others are failures whose outcome is open.
    static final Set<String> OPEN = Set.of("", "1143", "1145", "1252", "1254", "1295", "1296", "1298", "2999");
    static final Pattern FIRST_ROW = Pattern.compile("\"data\"\\s*:\\s*\\[\\s*(\\{[^{}]*})");
    static final SecureRandom RANDOM = new SecureRandom();
    static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static final Map<String, String> ENVIRONMENT = System.getenv();
    static final String URL = ENVIRONMENT.getOrDefault("OPENCPM_URL", "http://127.0.0.1:8080");
    static String appCode = ENVIRONMENT.getOrDefault("OPENCPM_APP_CODE", "");
    static String key = ENVIRONMENT.getOrDefault("OPENCPM_KEY", "");

    public static void main(String[] args) throws Exception {
        String amountText = args.length > 0 ? args[0] : "1000";
        // Without a scanned code: a test code of the sandbox. Its last six digits may script the wallet, 000000 do not.
        String authCode = args.length > 1 ? args[1] : "28" + RANDOM.nextLong((long) 1e9, (long) 1e10) + "000000";
        String payType = args.length > 2 ? args[2] : "800108";
        // Money is a whole number of the currency's smallest unit, never a double: 1000 is HKD 10.00.
        if (!amountText.matches("[1-9][0-9]{0,10}")) stop("amount must be a whole number above 0, not " + amountText);
        long amountMinor = Long.parseLong(amountText);
        if (appCode.isEmpty() || key.isEmpty()) useSandboxMerchant();

        // A fresh number for every sale. A real till stores it before it sends anything: after a crash this number is
        // the only way to ask what became of the money.
        String outTradeNo = "till-" + System.currentTimeMillis() + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt());
        // A store number goes into every call when one was issued, and into none otherwise.
        var order = new TreeMap<>(Map.of("out_trade_no", outTradeNo));
        String mchid = ENVIRONMENT.getOrDefault("OPENCPM_MCHID", "");
        if (!mchid.isEmpty()) order.put("mchid", mchid);
        System.err.println(outTradeNo + ": charging " + amountMinor + " minor units of HKD");

        var sale = new TreeMap<>(order);
        sale.put("txamt", Long.toString(amountMinor));
        sale.put("txcurrcd", "HKD");
        sale.put("pay_type", payType);
        sale.put("auth_code", authCode);
        sale.put("txdtm", LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
        sale.put("goods_name", "\u8336 tea+1"); // escaped: JDK 17 reads source files in the machine's own charset
        String answer = ask("/trade/v1/payment", sale);
        // A lost, late or forged answer says nothing about the money: the wallet may have been charged all the same. So
        // the payment is never sent a second time, which could charge twice, but asked about until the gateway knows.
        String payment = text(answer, "out_trade_no", outTradeNo).equals(outTradeNo) ? answer : "";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (verdict(payment).equals("pending") && System.nanoTime() < deadline) {
            System.err.println(outTradeNo + ": " + text(payment, "respcd", "no answer") + ", asking");
            Thread.sleep(2_000);
            // The payment's state is in the first row; the respcd outside only says that the question was answered.
            // No row is no refusal: the payment may be under way.
            Matcher row = FIRST_ROW.matcher(ask("/trade/v1/query", order));
            if (row.find() && text(row.group(1), "out_trade_no", "").equals(outTradeNo)) payment = row.group(1);
        }

        String verdict = verdict(payment), respcd = text(payment, "respcd", ""), syssn = text(payment, "syssn", "");
        if (verdict.equals("refused")) {
            String reason = text(payment, "resperr", text(payment, "errmsg", ""));
            System.err.println("refused: " + respcd + " " + reason + " " + text(payment, "respmsg", ""));
        }
        System.out.printf("{\"verdict\":\"%s\",\"out_trade_no\":\"%s\",\"syssn\":%s,\"respcd\":%s}%n", verdict,
            outTradeNo, syssn.isEmpty() ? null : '"' + syssn + '"', respcd.isEmpty() ? null : '"' + respcd + '"');
        System.exit(Map.of("paid", 0, "refused", 1, "pending", 2).get(verdict));
    }

    static String verdict(String payment) {
        String respcd = text(payment, "respcd", "");
        return respcd.equals("0000") ? "paid" : OPEN.contains(respcd) ? "pending" : "refused";
    }

    /** Sends a signed request. Never throws: without an answer that is provably the gateway's, the result is empty. */
    static String ask(String path, SortedMap<String, String> parameters) {
        try {
            // Signed are the plain values, sorted by name; only the form on the wire is encoded.
            String pairs = join(parameters, value -> value);
            String form = join(parameters, value -> URLEncoder.encode(value, UTF_8));
            HttpRequest request = HttpRequest.newBuilder(URI.create(URL + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-QF-APPCODE", appCode)
                .header("X-QF-SIGN", HexFormat.of().formatHex(sha256(pairs.getBytes(UTF_8))))
                .header("X-QF-SIGNTYPE", "SHA256")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build();
            // A time limit set on the request would end with the headers; this one covers the body as well.
            var response = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).get(10, TimeUnit.SECONDS);
            // The answer's signature covers its bytes as received; JSON parsed and written again has other bytes.
            String signature = response.headers().firstValue("X-QF-SIGN").orElse("").toLowerCase(Locale.ROOT);
            if (MessageDigest.isEqual(sha256(response.body()), HexFormat.of().parseHex(signature))) {
                return new String(response.body(), UTF_8);
            }
            System.err.println(path + ": answer without a valid signature; are app code and key right?");
        } catch (Exception lost) {
            System.err.println(path + ": " + lost);
        }
        return "";
    }

    static String join(SortedMap<String, String> parameters, UnaryOperator<String> written) {
        return parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + written.apply(entry.getValue())).collect(Collectors.joining("&"));
    }

    /** Requests and answers are signed alike: the text, directly followed by the key. */
    static byte[] sha256(byte[] text) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(text);
        return digest.digest(key.getBytes(UTF_8));
    }

    /**
     * The first string of that name, as it stands in the JSON; a quote inside a string is written \", so "name": cannot
     * match inside another value. The JDK has no JSON reader: use your own in its place.
     */
    static String text(String json, String name, String absent) {
        Matcher field = Pattern.compile('"' + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return field.find() ? field.group(1) : absent;
    }

    /** Takes app code and key of the sandbox's first direct merchant. */
    static void useSandboxMerchant() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/sandbox/merchants")).build();
            String merchants = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher direct = Pattern.compile("\\{[^{}]*\"kind\"\\s*:\\s*\"direct\"[^{}]*}").matcher(merchants);
            if (!direct.find()) stop("no direct merchant in the answer of " + request.uri());
            appCode = text(direct.group(), "app_code", "");
            key = text(direct.group(), "client_key", "");
        } catch (Exception unreachable) {
            stop(unreachable + ": set OPENCPM_APP_CODE and OPENCPM_KEY, or point OPENCPM_URL at a running sandbox");
        }
    }

    static void stop(String reason) {
        System.err.println(reason);
        System.exit(3);
    }
}
