/** What a page may do beyond showing itself and calling its own host. */
export interface PageAbilities {
  /** Use the camera, after the person was asked. */
  readonly camera?: boolean;
  /** Compile WebAssembly of its own host. */
  readonly wasm?: boolean;
  /** Install itself: a manifest, and a service worker that opens it without a network. */
  readonly installable?: boolean;
  /** Name of the one policy under which it may make addresses of scripts, which a service worker takes. */
  readonly trustedTypesPolicy?: string;
}

/** The headers of a page: it may do nothing but what comes from its own host, and what its abilities add. */
export function pageHeaders({
  camera = false,
  wasm = false,
  installable = false,
  trustedTypesPolicy = "'none'",
}: PageAbilities): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    ...(installable ? ["manifest-src 'self'", "worker-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypesPolicy}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': `camera=(${camera ? 'self' : ''}), geolocation=(), microphone=(), payment=(), usb=()`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
