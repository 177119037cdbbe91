#!/usr/bin/env bash
# Charges the wallet code a cashier scanned and asks until the payment is final. Needs bash, curl and openssl.
#
#   bash pay.sh [amount in minor units] [auth code] [pay type]
#
# Prints one line of JSON. Exit status: 0 paid, 1 refused, 2 not known yet, 3 nothing was sent.
#
# No `set -e`: a command that fails half-way would end the script with 1, and a caller would read that as refused.
set -uo pipefail

url=${OPENCPM_URL:-http://127.0.0.1:8080}
app_code=${OPENCPM_APP_CODE:-} key=${OPENCPM_KEY:-} mchid=${OPENCPM_MCHID:-}
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT

say() { printf '%s\n' "$*" >&2; }
sha256() { openssl dgst -sha256 -r | cut -c1-64; }

# text_of JSON NAME: the first string of that name, as it stands in the JSON. A quote inside a string is written \",
# so "NAME": cannot match inside another value. Where jq is installed, use that instead.
text_of() {
  local pattern="\"$2\" *: *\"(([^\"\\]|\\\\.)*)\""
  [[ $1 =~ $pattern ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# ask PATH NAME=VALUE...: sends a signed request and puts the answer into $answer, or nothing when no answer came
# that is provably the gateway's.
ask() {
  local path=$1 pairs sign expected pair fields=()
  shift
  answer=
  # Signed are the plain values, sorted by name; curl encodes them for the wire afterwards. The key goes through
  # pipes only: arguments of programs can be read by other users of the machine.
  pairs=$(printf '%s\n' "$@" | LC_ALL=C sort -t= -k1,1 | paste -sd'&' -)
  sign=$(printf '%s%s' "$pairs" "$key" | sha256)
  for pair in "$@"; do fields+=(--data-urlencode "$pair"); done
  curl --silent --show-error --max-time 10 --output "$scratch/body" --dump-header "$scratch/head" \
    --header "X-QF-APPCODE: $app_code" --header "X-QF-SIGN: $sign" --header 'X-QF-SIGNTYPE: SHA256' \
    "${fields[@]}" "$url$path" || return
  # The answer's signature covers its bytes as received, so they are taken from the file and not from a variable.
  expected=$({ cat "$scratch/body" && printf '%s' "$key"; } | sha256)
  sign=$(tr -d '\r' <"$scratch/head" | grep -i '^x-qf-sign:' | tr -d ' ' | cut -d: -f2 | tr A-F a-f)
  if [[ -n $sign && $sign == "$expected" ]]; then
    answer=$(<"$scratch/body")
  else
    say "$path: answer without a valid signature; are app code and key right?"
  fi
}

verdict_of() {
  case $1 in
    0000) echo paid ;;
    # 1143: the customer is typing a password. 1145: being processed. The others are failures whose outcome is open.
    '' | 1143 | 1145 | 1252 | 1254 | 1295 | 1296 | 1298 | 2999) echo pending ;;
    *) echo refused ;;
  esac
}

amount=${1:-1000} pay_type=${3:-800108}
# Without a scanned code: a test code of the sandbox. Its last six digits may script the wallet, 000000 do not.
auth_code=${2:-28$(for _ in {1..10}; do printf '%d' $((RANDOM % 10)); done)000000}
# Money is a whole number of the currency's smallest unit, never a decimal: 1000 is HKD 10.00.
if ! [[ $amount =~ ^[1-9][0-9]{0,10}$ ]]; then say "amount must be a whole number above 0, not $amount"; exit 3; fi
if [[ -z $app_code || -z $key ]]; then # take the sandbox's first direct merchant
  pattern='\{[^{}]*"kind" *: *"direct"[^{}]*\}'
  [[ $(curl --silent --show-error --max-time 10 "$url/sandbox/merchants") =~ $pattern ]] ||
    { say 'set OPENCPM_APP_CODE and OPENCPM_KEY, or point OPENCPM_URL at a running sandbox'; exit 3; }
  merchant=${BASH_REMATCH[0]}
  app_code=$(text_of "$merchant" app_code) key=$(text_of "$merchant" client_key)
fi

# A fresh number for every sale. A real till stores it before it sends anything: after a crash this number is the
# only way to ask what became of the money.
out_trade_no=till-$(date +%s)-$(openssl rand -hex 4)
say "$out_trade_no: charging $amount minor units of HKD"

# A store number (mchid) goes into every call when one was issued, and into none otherwise.
ask /trade/v1/payment "out_trade_no=$out_trade_no" ${mchid:+"mchid=$mchid"} "txamt=$amount" txcurrcd=HKD \
  "pay_type=$pay_type" "auth_code=$auth_code" "txdtm=$(date '+%Y-%m-%d %H:%M:%S')" 'goods_name=茶 tea+1'
# A lost, late or forged answer says nothing about the money: the wallet may have been charged all the same. So the
# payment is never sent a second time, which could charge twice, but asked about until the gateway knows.
payment=$answer
echoed=$(text_of "$answer" out_trade_no) && [[ $echoed != "$out_trade_no" ]] && payment=
deadline=$((SECONDS + 60))
while respcd=$(text_of "$payment" respcd); [[ $(verdict_of "$respcd") == pending ]] && ((SECONDS < deadline)); do
  say "$out_trade_no: ${respcd:-no answer}, asking"
  sleep 2
  ask /trade/v1/query "out_trade_no=$out_trade_no" ${mchid:+"mchid=$mchid"}
  # The payment's state is in the first row; the respcd outside only says that the question was answered. No row is
  # no refusal: the payment may be under way.
  pattern='"data" *: *\[ *(\{[^{}]*\})'
  [[ $answer =~ $pattern ]] && row=${BASH_REMATCH[1]} || row=
  [[ $(text_of "$row" out_trade_no) == "$out_trade_no" ]] && payment=$row
done

verdict=$(verdict_of "$respcd")
syssn=$(text_of "$payment" syssn)
if [[ $verdict == refused ]]; then
  say "refused: $respcd $(text_of "$payment" resperr || text_of "$payment" errmsg) $(text_of "$payment" respmsg)"
fi
printf '{"verdict":"%s","out_trade_no":"%s","syssn":%s,"respcd":%s}\n' "$verdict" "$out_trade_no" \
  "${syssn:+\"}${syssn:-null}${syssn:+\"}" "${respcd:+\"}${respcd:-null}${respcd:+\"}"
case $verdict in paid) exit 0 ;; refused) exit 1 ;; *) exit 2 ;; esac
