#!/usr/bin/env python3
"""Charges the wallet code a cashier scanned and asks until the payment is final. Python 3.8 or newer, no packages.

    python3 pay.py [amount in minor units] [auth code] [pay type]

Prints one line of JSON. Exit status: 0 paid, 1 refused, 2 not known yet, 3 nothing was sent.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import time
import urllib.parse
import urllib.request

URL = os.environ.get("OPENCPM_URL", "http://127.0.0.1:8080")
# 1143: the customer is typing a password. 1145: being processed. The others are failures whose outcome is open.
OPEN = {None, "1143", "1145", "1252", "1254", "1295", "1296", "1298", "2999"}


def say(line):
    print(line, file=sys.stderr)


def stop(reason):
    say(reason)
    sys.exit(3)


def credential():
    """App code and key from the environment, or those of the sandbox's first direct merchant."""
    app_code, key = os.environ.get("OPENCPM_APP_CODE"), os.environ.get("OPENCPM_KEY")
    if app_code and key:
        return app_code, key
    try:
        with urllib.request.urlopen(URL + "/sandbox/merchants", timeout=10) as response:
            merchants = json.load(response)["merchants"]
        direct = next(merchant for merchant in merchants if merchant["kind"] == "direct")
        return direct["app_code"], direct["client_key"]
    except Exception as error:
        stop(f"{error!r}: set OPENCPM_APP_CODE and OPENCPM_KEY, or point OPENCPM_URL at a running sandbox")


def sha256(text, key):
    """Requests and answers are signed alike: the text, directly followed by the key."""
    return hashlib.sha256(text + key.encode()).hexdigest().upper()


def ask(path, parameters, app_code, key):
    """Sends a signed request. Never raises: without an answer that is provably the gateway's, the result is empty."""
    # Signed are the plain values, sorted by name; encoding for the wire comes afterwards.
    pairs = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    headers = {"X-QF-APPCODE": app_code, "X-QF-SIGN": sha256(pairs.encode(), key), "X-QF-SIGNTYPE": "SHA256"}
    try:
        form = urllib.parse.urlencode(parameters).encode()
        request = urllib.request.Request(URL + path, data=form, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=10) as response:  # seconds for each wait
            # The answer's signature covers its bytes as received; JSON parsed and written again has other bytes.
            body, signature = response.read(), response.headers.get("X-QF-SIGN", "")
        if hmac.compare_digest(sha256(body, key).encode(), signature.upper().encode()):
            return json.loads(body) or {}
        say(f"{path}: answer without a valid signature; are app code and key right?")
    except Exception as error:  # whatever went wrong after sending, money may have moved: never let it end the program
        say(f"{path}: {error}")
    return {}


def verdict_of(payment):
    respcd = payment.get("respcd")
    return "paid" if respcd == "0000" else "pending" if respcd in OPEN else "refused"


def main():
    # Without a scanned code: a test code of the sandbox. Its last six digits may script the wallet, 000000 do not.
    defaults = ["1000", f"28{secrets.randbelow(10**10):010}000000", "800108"]
    amount_text, auth_code, pay_type = sys.argv[1:4] + defaults[len(sys.argv[1:4]) :]
    # Money is a whole number of the currency's smallest unit, never a float: 1000 is HKD 10.00.
    if not re.fullmatch("[1-9][0-9]{0,10}", amount_text):
        stop(f"amount must be a whole number above 0, not {amount_text}")
    amount_minor = int(amount_text)
    app_code, key = credential()

    # A fresh number for every sale. A real till stores it before it sends anything: after a crash this number is the
    # only way to ask what became of the money.
    out_trade_no = f"till-{int(time.time())}-{secrets.token_hex(4)}"
    order = {"out_trade_no": out_trade_no}
    if os.environ.get("OPENCPM_MCHID"):  # a store number goes into every call when one was issued, else into none
        order["mchid"] = os.environ["OPENCPM_MCHID"]
    say(f"{out_trade_no}: charging {amount_minor} minor units of HKD")

    sale = {
        "txamt": str(amount_minor),
        "txcurrcd": "HKD",
        "pay_type": pay_type,
        "auth_code": auth_code,
        "txdtm": time.strftime("%Y-%m-%d %H:%M:%S"),
        "goods_name": "茶 tea+1",
    }
    answer = ask("/trade/v1/payment", {**order, **sale}, app_code, key)
    # A lost, late or forged answer says nothing about the money: the wallet may have been charged all the same. So
    # the payment is never sent a second time, which could charge twice, but asked about until the gateway knows.
    payment = answer if answer.get("out_trade_no", out_trade_no) == out_trade_no else {}
    deadline = time.monotonic() + 60
    while verdict_of(payment) == "pending" and time.monotonic() < deadline:
        say(f"{out_trade_no}: {payment.get('respcd', 'no answer')}, asking")
        time.sleep(2)
        enquiry = ask("/trade/v1/query", order, app_code, key)
        # The outer respcd only says that the question was answered. No row is no refusal: it may be under way.
        rows = enquiry.get("data") if enquiry.get("respcd") == "0000" else None
        if rows and rows[0].get("out_trade_no") == out_trade_no:
            payment = rows[0]

    verdict, respcd = verdict_of(payment), payment.get("respcd")
    if verdict == "refused":
        text = payment.get("resperr", payment.get("errmsg"))
        say(f"refused: {respcd} {text} {payment.get('respmsg', '')}")
    result = {"verdict": verdict, "out_trade_no": out_trade_no, "syssn": payment.get("syssn"), "respcd": respcd}
    print(json.dumps(result))
    return {"paid": 0, "refused": 1, "pending": 2}[verdict]


if __name__ == "__main__":
    sys.exit(main())
