/** Keys made for tests and published: worthless by design. Base64 of PKCS#8 and of X.509 DER, as the dashboards show them. */
export const TEST_KEYS = {
  merchantPrivate:
    'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDLKzeW/HuduwlDAp6ZqojOOdkMAk4RiUUZrdwIP7++aawl8OS4/B0LaWa7GhBTs5DbhcjU5VdsovSEUApaVr84ssxSiyF5a6Icqvlvz3NMLvGS4NiIPPuGZ5e7xbrdsWrCZz/k23OXPwzdPcM1s/gsM5XE/Lc7o7mpsQ0XcYTS5nWK5U5nUihkCgj4UGNxdiPUwNjBnLbTSk3LMA0aHigJ9sNNyyVamtO4yOrzGq9LVfErHi5mdOuHBumG8dRgzbaL1zu6eRyjN2vN7Atk/UHUBwFq5siaghbwUvdbU3GrK4uVDlax1LxRFwkqlDZSGv4ixv2qT43RZwXAjINb+JQxAgMBAAECggEAL/5eC+dJ5llMF03TnHZKCfllWe5jdcYJEkddTn+MspTw6yeMSFyaGduEvpcqGzO0eP8SEaS5sbqO64Ci6XNLib/G/4rJVg8EhSQod264jFscivddf1V0j2wCToOnoH4sO487azsiA60Lw2m3JwUED6EB9L5EJK0JC1p9Prf8yfrlg9DTg422vGNaQWfHiLilm1LW/ttTl0qnKHCyNwE2NKTOGa7nry6qR9NSmr17vhP9CbcL1wnfiNEPFP4Jecg2pDkWs0UocC47zT1BUN6VOrC/Kmd7+AfwGT98ge5B8vfSaxwAPgjvZsOzi6iacJmIycyBQWpxWoNFbm4dOoDNFwKBgQD/PGKYleik9YEhwq3hEcgWQFw4TI35LDOew/cA8MLAUA0sIf/kpQ56rPYv3eBpizE/J7Ka3CijxTx3vW/zwF1f9DzBqnArRsoDLjoABVrgbstvePxSh/5LDNGYsbODaiLWDpaOxHOo/yhhbuzk7OXfdpMhEc9azu11TqGrgLy5hwKBgQDLxu1pJKiAgvJkLu3ObBQsUgChDryRFAwzZ5AuQVO2aAB6+kTZ+Gv4okw+6gBdOOJo0GGBTL1cD1WN2x22Q8sjUMbJMoXX0NhlYhtRsLYZC+gGZ5MHqX9BVOPvk3ZYT7SCpUJOcijFm0Alp+yAnDKsosW1BtVDeMuRB1fLni7ShwKBgG4kJ8QCxM8SpnPkJ9a9LqPziBg/aPDC00/K7vc37kLBCL4nud54H8RuiRpk2+ePymOfhOJw6RSrE4n0dLAyLdkvc1x7aUYzmQ9AToUdynaZOS7UfcY7q0/Fq1kCLh4imf/Xcb8QJX0jBtDs5ktvs074Q0t8/QcJzszVbsyslERXAoGAJzMSMnqxy17lP+5jIqVZ0BjKNDFAhuwDWNQgQTWh4+HnzcBdBE0sf/zAjA25mjU6II2NZDEd8BqnC43ODmTGK/n683M7mgN7zSztMm666OCIdsrv1rZ9W1T4L/r+9ggHImal9a8yNqkh0tyVuzvQ57K8M5Gn7r3K8xAljG7WdPsCgYASpRVYTQjcMw2uE0YF+pgCj6SHiCdDCwlNKboDs5vYLFg4BcH29tUnA54LKDGh75/9ng0XxzJAEWiUU0nd+XmtOWx5dF7dWBiAsZxthwYaviEZnQR29XYL563Iplfwu6mDfrj1OA/l/zhcSek7aMSJ5kJSGsXXVrz9gC4YZCLZxg==',
  merchantPublic:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyys3lvx7nbsJQwKemaqIzjnZDAJOEYlFGa3cCD+/vmmsJfDkuPwdC2lmuxoQU7OQ24XI1OVXbKL0hFAKWla/OLLMUosheWuiHKr5b89zTC7xkuDYiDz7hmeXu8W63bFqwmc/5Ntzlz8M3T3DNbP4LDOVxPy3O6O5qbENF3GE0uZ1iuVOZ1IoZAoI+FBjcXYj1MDYwZy200pNyzANGh4oCfbDTcslWprTuMjq8xqvS1XxKx4uZnTrhwbphvHUYM22i9c7unkcozdrzewLZP1B1AcBaubImoIW8FL3W1NxqyuLlQ5WsdS8URcJKpQ2Uhr+Isb9qk+N0WcFwIyDW/iUMQIDAQAB',
  walletPrivate:
    'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDAIEqQKg0utwCE6J+wbtt5DsewxjEiIhgwOT4cFntzaPD3H0wbozwsLYr4IVYi3F0WhXFCq9R8Mj33cqx5RXXQvZjQ6lNrbHUMgCUe3ioJ1bQ5YozVxPNJp/1ynf0Q8aenda6rVArfU4cglx02+1EYGaNgTxyHNbvF7fKceDgpZT/pLf2SdDJpFEEgvOSsD8uA9ROaCDa3qh2WWCo4wW0H9sVAYmsXADb8FJAtVw3AQbeH0KRw47EBsF8KKkwYNGVPRI7Jib0PY/g0MtGLhiYh4wVE1tJus7a2grK5RuYVds5P6xZqZnXl+ox2P6Pr8gQ1LA5w3+0OXP3vG88t+58bAgMBAAECggEAFx+r1Gx4mAnxl42SBBULovyK6fVTXjrWnh3oTPl4aUcU/YFNp+PpLvNaTwwKxyOuVogVaNiv4zTULXn7/+qYHVlnJk9AXrpiihsgR0tQ/vcIJoH8gRF1K1p7OuDWCm8zZl3XzzTMdt2hnWQNYZvfl57PrEdJSo1xPgd/aaK0i71iZAZ7pBJiwDi/uKnVfWGwJ8DVj1hyKFNtryeU926ZKNn4Ol1t6sNEKRTehuQY3OGgHGYACsgq6qg9HehVjSQLzu5QZ8XNkpyi6CswqAFmL/6qLWWlttbISAov2URxl521LjteoCuXEnvYNOqXZrk8q0TfTDxmTGk6Yn/kW+/EbQKBgQDhSY0sOtKRf+KSSDb53kITgr3JLmxXsHstXf/x4M2MDhLnKKb3vKEmB4g6fefiSfoL/ix22kDn9YBBrb/yXp+ntyk6k2qvWWMUXiBzHslw4Nfb39UVNonSCunAyGkg+KA8rJ6TbWt7OZdcNug7K1RbmWfUwnUZV3oR+ZgmUWOeBQKBgQDaUW0rxAUAN5KxZtpZdTNxRR1HVM8bV6RcQp/NGc9ZAeFz1bgOKEgnzDjJV1pG1qv9Jofj2MiEyh2A7wnBOZHaj6BpKIg35PsUdc/1706yBHXR0swODJOd96QBSym4JnvaUqsH4onraWXEkyLX5TLzLdyPHD0fr96uoLoxr9mynwKBgCWEfDAbc6mrZG37/LvL2bEqGrUAOCa6SykY+GCtkU17ooZAbN3g2e1dX8Bt60nyC+QnZfw9CIYYik1lxAt22puxkvogRqoA9tETg8/oFp/nscr6EaBAvt7t1lO2jFtjTDwOezIODNIumxhORIpmAtxmRbZW0+1udfO8XywybaaJAoGAXZjlRgsu3a31rSrcV9gAawJnkApTFHTZmVhS7HqxQ4aj4qZw11j7vlw2yFMz+ATXDZw0TEHHje6dAYb51qZY2qwS6KKg6922q0nrE5Q6V+XDoWZPZ4KK0wG1hXx08WdGWA5zFtlPqeaw47r1CDxSQKGb2psPtYMP5CwyR1UN7x8CgYBUrlJR0cJzFLCJB8Sa+09jfF9tIM1QdH9gEqKRJJm6MX7EvxcV0XTmM1UhH0otYRUk96Hb18w15aOkOC8GUuioUpLs+H5etfmZ+8+3AtkNP5OXf88dSjW4Vd3O5xDju1L1k1L1oJXP4rBPQZDP3qiwvUetr+oxSuXtOGOHMpRXTw==',
  walletPublic:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwCBKkCoNLrcAhOifsG7beQ7HsMYxIiIYMDk+HBZ7c2jw9x9MG6M8LC2K+CFWItxdFoVxQqvUfDI993KseUV10L2Y0OpTa2x1DIAlHt4qCdW0OWKM1cTzSaf9cp39EPGnp3Wuq1QK31OHIJcdNvtRGBmjYE8chzW7xe3ynHg4KWU/6S39knQyaRRBILzkrA/LgPUTmgg2t6odllgqOMFtB/bFQGJrFwA2/BSQLVcNwEG3h9CkcOOxAbBfCipMGDRlT0SOyYm9D2P4NDLRi4YmIeMFRNbSbrO2toKyuUbmFXbOT+sWamZ15fqMdj+j6/IENSwOcN/tDlz97xvPLfufGwIDAQAB',
} as const;

/** Client id of every vector. */
export const TEST_CLIENT_ID = 'SANDBOX_5YTESTVECTOR0001';

/** A message with the signature every right implementation gives it. */
export interface SignatureVector {
  readonly name: string;
  readonly path: string;
  readonly time: string;
  readonly body: string;
  /** Bytes of the text that is signed. */
  readonly length: number;
  /** SHA-256 of the text that is signed, hex. */
  readonly digest: string;
  readonly signedBy: 'merchant' | 'wallet';
  readonly header: string;
}

/** A payment request, its answer, and its notification. */
export const SIGNATURE_VECTORS: readonly [SignatureVector, SignatureVector, SignatureVector] = [
  {
    name: 'request',
    path: '/ams/sandbox/api/v1/payments/pay',
    time: '1767319200000',
    body: '{"productCode":"IN_STORE_PAYMENT","paymentRequestId":"TV-PAY-0001","order":{"referenceOrderId":"TV-ORD-0001","orderDescription":"奶茶 Milk tea","orderAmount":{"currency":"HKD","value":"3800"},"merchant":{"referenceMerchantId":"M0001","merchantName":"Test Cafe","merchantMCC":"5814","store":{"referenceStoreId":"S0001","storeName":"Test Cafe Central","storeMCC":"5814"}},"env":{"storeTerminalId":"T01","storeTerminalRequestTime":"2026-01-02T10:00:00+08:00"}},"paymentAmount":{"currency":"HKD","value":"3800"},"paymentMethod":{"paymentMethodType":"CONNECT_WALLET","paymentMethodId":"288888888888888888"},"paymentFactor":{"inStorePaymentScenario":"PaymentCode"},"paymentNotifyUrl":"https://gw.example.test/alipay/notify"}',
    length: 797,
    digest: '300d77a639984584a3a76b4d25963ef08ff6bfe5e6e0dd860c939b4d51a292f3',
    signedBy: 'merchant',
    header:
      'algorithm=RSA256,keyVersion=1,signature=v%2F%2BSDo9vHxjY6Fjsok1qv4rGaC55jlReGPSHrNyv0I75WwGkLqddJO8s5JPF4DHpiJ%2B0%2FWZOIhw7bJIXy0Eb%2FYLf676pAlkn1knjXn4ltgQEuKEvdbaKIIVrMlew8LsykYOX5EqvJQgBSIn5FUm%2BdDAadZBEfQ4CijoCo0zSYKfl0poQ8ZP813vQBbGuY9dKByU7wm0Xckewhi4mOQL%2FMhF9vEvdLHDd4%2BgwpA1zdrkjgmxLw91U5OVa9Tg95%2FzaB46Aj7GC57c79NSeWIdDsQq%2Bm91JKSlU3uaLa2mFlztHuiaa1lInl4mUoen%2F9Su7SPV6p%2BfG8rrwdrIftajlaQ%3D%3D',
  },
  {
    name: 'answer',
    path: '/ams/sandbox/api/v1/payments/pay',
    time: '2026-01-02T10:00:02+08:00',
    body: '{"paymentAmount":{"currency":"HKD","value":"3800"},"paymentCreateTime":"2026-01-02T10:00:01+08:00","paymentId":"202601021940108001001880000000000001","paymentRequestId":"TV-PAY-0001","paymentTime":"2026-01-02T10:00:02+08:00","result":{"resultCode":"SUCCESS","resultMessage":"success.","resultStatus":"S"}}',
    length: 394,
    digest: '6c3e3f7939065ab72108b8dec6415ed4abdb154be80080c706cbb95fb424a4a9',
    signedBy: 'wallet',
    header:
      'algorithm=RSA256,keyVersion=1,signature=ruyeyfP%2FZ9X5Rtq4eCQeOgTpYlTstgAuiZNRQYZv4Te1j13YF7SUETEYrrgU3pxlWjX5AWL2ytqhad7XmsRAkLFR1J5FBUWqbeEGHlJy1F7rAzqsMDe%2FxKCOcwA9%2F6TQXC5aJjxKhFr3U3pVqO0zcQJIivy6vZn1gwCMSpmaMwAIinASaOBMuR%2Fs7%2BqlorhI6ne7g7jGEgRgXKvxccrYP4DBDxgPY8yfY2lqaAlBPzrimLCHGHWM6GG1IIettlBgCbZsUbOUfW3WzLsqevdL%2BkkAPP871eSdVOFxjYtl3r7XtRDM1HnXNXZQGyUnutJmA7TTSsHIMXuRv7SpT6AGPw%3D%3D',
  },
  {
    name: 'notification',
    path: '/alipay/notify',
    time: '2026-01-02T10:00:03+08:00',
    body: '{"notifyType":"PAYMENT_RESULT","paymentAmount":{"currency":"HKD","value":"3800"},"paymentCreateTime":"2026-01-02T10:00:01+08:00","paymentId":"202601021940108001001880000000000001","paymentRequestId":"TV-PAY-0001","paymentTime":"2026-01-02T10:00:02+08:00","result":{"resultCode":"SUCCESS","resultMessage":"success.","resultStatus":"S"}}',
    length: 406,
    digest: '057884318012900e4bbe43ffd91586d3d8fc317768ed42290540f5deff162152',
    signedBy: 'wallet',
    header:
      'algorithm=RSA256,keyVersion=1,signature=vtmpaZ%2F%2FHBvNWQDac9mT325QzOkb41KsB%2Bk7DpkAkwgCx65bF0NjPP9Lhl%2FI1iof9g3deJQ3x2GD06ZXqQL7f%2BRPn2U5e1wwIfMVKsAuKQrdkTrNwdyhBoEd%2Fx683DEogzPA7gqw9SqHiLazUom1aqGRiALTa%2FUJm6D8EnDVaRdBF8WhEKVbIZiDP4RtG7HQCIniGUddJnVlJDXBfi%2FyPnhFGYV4IuueaQqJJpsjTXIoSCRRLQJ0YlHR4EUhmf56jeOP2yQG2YGLmjURp%2FTWN0A%2FuAtpcsyFOil%2BvjgzEWEEJtbsMXoijVAe0MJrIbW1F57j%2FWj790suobW96B9JbQ%3D%3D',
  },
];
