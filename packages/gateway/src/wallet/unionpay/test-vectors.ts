/** A message and what every right implementation makes of it, with the key of RFC 7515. */
export interface UnionPayVector {
  readonly name: string;
  readonly text: string;
  readonly digest: string;
  readonly signature?: string;
}

/** Messages of both contracts. */
export const UNIONPAY_VECTORS: readonly UnionPayVector[] = [
  {
    name: 'a purchase',
    text: 'accessType=0&backUrl=https://gw.example.com/notify/unionpay&bizType=000000&certId=68759663125&channelType=08&currencyCode=156&encoding=UTF-8&merId=777290058110048&orderId=GW2025010112000001&qrNo=6236098835899996543&signMethod=01&termId=00000001&txnAmt=1250&txnSubType=06&txnTime=20250101120000&txnType=01&version=5.1.0',
    digest: '8bd76262d555a2671603d48d7c951fd2dd4128aa045e8607fc8ec9de2d800af8',
    signature:
      'YWB2nQxh0B3RDNk1dhP93B2G2Ryz/9vvitmhxEdehM60YUxYkdutgTiAd+qhQigbcl8oTHF10DBrJG7m8YpxcQm37Ln+j4XLsnsHc4NQva/dBb1j+y12iHLMovjcXa4GtLFgpX18yd7L/WxYAjd19xwa/V+bPGBLwe/TPoQx2p4ikmfK8q2dU4WWrz0F58b1lQr6cEeLI2zBK4I4gu5K0vNSxd/pToDcevEtwWUg6/mK12JWrco0EoLDiFXIc/hUAydcgGyJYMKj4wHNRSnCc4ptXLOxmxBvBOsXoA7WzW9erKBWTbg8ax1+SCvADH7pq1Y/Hm7rSL8m7qNEvM0JXA==',
  },
  {
    name: 'an enquiry',
    text: 'accessType=0&bizType=000000&certId=68759663125&encoding=UTF-8&merId=777290058110048&orderId=GW2025010112000001&signMethod=01&txnSubType=00&txnTime=20250101120000&txnType=00&version=5.1.0',
    digest: 'e6583fb4e6ce5eb0e970a65bfb7851801dcbbc03964a167e45ab51acb3348120',
    signature:
      'l+ZmfH77RAo4rvcs7s3PH4ut7OabV0rbQZeQ/JraW0Wei4KXrbtV1tR3hTqsvRTHVFzqxeKSzmNiNdm+JNk58ylJwXtuEd+xyiltWb5f7RpOdpKuvXV1LzRW35sHflc+ecXQWvrs8p0BUzJGzqbdHzR9rM27z+RTYPpmtXemgPRrJrPQLkaFDfXdaY7fxUHFa6Y3A+lAT9VKCfmF99FLF6vapiJcadsDp22jsjhKPn5b+8d/cwyCdDk0pqxhRBoXKR/XX2v3j3jtTTjv7pOTAX7vKff0QkPOJchfr9u6k4gtirMDRz9+H8EDCfY3a+e9uUV6w0AXQwdDycOGROS7RA==',
  },
  {
    name: 'a reversal',
    text: 'accessType=0&bizType=000000&certId=68759663125&channelType=08&encoding=UTF-8&merId=777290058110048&orderId=GW2025010112000001&signMethod=01&txnSubType=01&txnTime=20250101120000&txnType=99&version=5.1.0',
    digest: '22aaad291af6e8a8007b5e0a00f79d52f44bc359495240b29a847269279247f7',
  },
  {
    name: 'a refund in part',
    text: 'accessType=0&backUrl=https://gw.example.com/notify/unionpay&bizType=000000&certId=68759663125&channelType=08&currencyCode=156&encoding=UTF-8&merId=777290058110048&orderId=GW2025010113000002&origQryId=202501011200000000018&signMethod=01&txnAmt=500&txnSubType=00&txnTime=20250101130000&txnType=04&version=5.1.0',
    digest: '853b4643e2e86e4b0b898fbc927feb3034dda35b02d93a1965c74cf1a33e6b7f',
  },
  {
    name: 'a notification',
    text: 'accNo=6236***6543&accessType=0&bizType=000000&currencyCode=156&encoding=UTF-8&merId=777290058110048&orderId=GW2025010112000001&qrNo=6236098835899996543&queryId=202501011200000000018&respCode=00&respMsg=Success!&settleAmt=1250&settleCurrencyCode=156&settleDate=0101&signMethod=01&traceNo=000018&traceTime=0101120000&txnAmt=1250&txnSubType=06&txnTime=20250101120000&txnType=01&version=5.1.0',
    digest: '9a90626cc0a8c193e598b3e9b4c07f3eca87c0e52196db47523b2267c26cbb8b',
    signature:
      'G1UreK9iHULRgezDK7JTYc9oVczxkjEIzG5ay73lVH+SD95x5E/WH0qJHfRB+oiUORoEehoPT1Kp/HGjCuT0r+Bn0SSKGlGfqCSimTzwl7tlWLz105xpNa/h8r/mPa+2In3/kCa4Gi0Xoy4aZ9A7/Qv0WtC52HBwdvWKX9WN5yqaE6gPa4bU4PlcQqrLjXEK04gSmnn3OtIqoQvZ2OtHB9ykODQkdTLxb+Iznw2vMtAlJ3ko9Y9gRuR5z0/TXEWsvQxY9pU9/QaikVwNlqTrunZ8FGQl6PxNZHjFV6YF9QCNcXxEPoNZjvi1DUmWaeOXnJBxj2Wyw0udF3uiPejm9Q==',
  },
  {
    name: 'an answer in Chinese with an empty field',
    text: 'accessType=0&bizType=000000&currencyCode=156&encoding=UTF-8&merId=777290058110048&orderId=GW2025010112000001&queryId=202501011200000000018&reqReserved=&respCode=00&respMsg=成功[0000000]&signMethod=01&txnAmt=1250&txnSubType=06&txnTime=20250101120000&txnType=01&version=5.1.0',
    digest: '4d7a7e4bc52a0c463906afafe193919ca97d1d6e2e8528eef86a16b76d976cf9',
  },
  {
    name: 'a payment over the platform',
    text: 'authCode=6236098835899996543&backUrl=https://gw.example.com/notify/ysf&currencyCode=156&merId=777290058110048&orderInfo=Coffee&orderNo=GW2025010112000001&orderTime=20250101120000&orderType=unionpay&serProvId=SP00000001&termId=01727367&termInfo={"ip": "203.0.113.7"}&txnAmt=1250',
    digest: '2cfb4474e395a3a2201e1a9ab8caf06064ccc1f2e9e14bd650d442bfd4b7fe8e',
    signature:
      'aOIbnt+DsmGIS42tCDrjgs/CMH3033GDLKcx1w3FXBxa5AIKeAimRt/JrFCGBN/Nn1e+WsJBCS7IejA7AxyCwgjmyZSSdExp/1UdKWWId+wzW0sK0NkaLjidS1yU2PpP6z+E6Eyi/LIbiiZLvuvX/kIDCVSHgqPGWxHQ1EbZ/Hdjl3vfBRYXSGozwLxcQSy3ZK+i7WtorVJwxZn1AfIqn1ibSoZYpneAgZSGmy1ifTEgF8Bh25UhEvxUbT8te7Vyv03cWyN8PCHO3wj57fLiTHwH4jjKTEqoQMn/FzPzEc8pItN+yVAmjWMv9076aTzBa+/thBcajaNunXqIqsetng==',
  },
];
