import { describe, expect, it } from 'vitest';
import { mayConnect, notifyAddressProblem } from './address-guard.ts';

const PUBLIC = { loopbackAllowed: false };
const SANDBOX = { loopbackAllowed: true };

const NOT_AN_ADDRESS = 'must be a full http or https address such as https://shop.example/notify';
const USER = 'may not carry a user name or password';
const ODD =
  'must name its host in the plain form: a name in letters, digits, hyphens and dots, without a dot at the end';
const NOT_PUBLIC = 'must lead to the public internet, and this host does not';
const PORT = 'may use the ports 80 and 443 only';
const CONTROL = 'may not contain blanks or control characters';

describe('row 10 of the security list: an address for notifications', () => {
  it.each([
    'https://shop.example/notify',
    'http://shop.example/',
    'https://shop.example',
    'HTTPS://Shop.Example/Notify?store=7&a=b#c',
    'https://shop.example:443/n',
    'https://shop.example:80/n',
    'http://shop.example:80/n',
    'http://shop.example:443/n',
    'https://xn--fsq.example/n',
    'https://a-b.c-d.example/%0d%0a',
    'http://93.184.215.14/n',
    'http://[2606:4700::6810:84e5]/n',
  ])('may be %s', (address) => expect(notifyAddressProblem(address, PUBLIC)).toBeUndefined());

  it.each([
    ['http://127.0.0.1', NOT_PUBLIC],
    ['http://127.0.0.1:80/n', NOT_PUBLIC],
    ['http://0/', ODD],
    ['http://0.0.0.0/', NOT_PUBLIC],
    ['http://[::1]/', NOT_PUBLIC],
    ['http://[::]/', NOT_PUBLIC],
    ['http://[::ffff:127.0.0.1]/', ODD],
    ['http://[::ffff:7f00:1]/', NOT_PUBLIC],
    ['http://[::127.0.0.1]/', ODD],
    ['http://[64:ff9b::7f00:1]/', NOT_PUBLIC],
    ['http://[2002:7f00:1::]/', NOT_PUBLIC],
    ['http://[2001:0:7f00:1::]/', NOT_PUBLIC],
    ['http://2130706433/', ODD],
    ['http://0x7f.1/', ODD],
    ['http://0x7f000001/', ODD],
    ['http://0177.0.0.1/', ODD],
    ['http://127.1/', ODD],
    ['http://169.254.169.254/latest/meta-data/', NOT_PUBLIC],
    ['http://[fd00:ec2::254]/', NOT_PUBLIC],
    ['http://[fe80::1]/', NOT_PUBLIC],
    ['http://[fc00::1]/', NOT_PUBLIC],
    ['http://[ff02::1]/', NOT_PUBLIC],
    ['http://metadata.google.internal/computeMetadata/v1/', NOT_PUBLIC],
    ['http://metadata/', NOT_PUBLIC],
    ['http://localhost/', NOT_PUBLIC],
    ['http://shop.localhost/', NOT_PUBLIC],
    ['http://printer.local/', NOT_PUBLIC],
    ['http://intranet/', NOT_PUBLIC],
    ['http://10.0.0.1/', NOT_PUBLIC],
    ['http://172.16.0.1/', NOT_PUBLIC],
    ['http://192.168.0.1/', NOT_PUBLIC],
    ['http://100.64.0.1/', NOT_PUBLIC],
    ['http://100.100.100.200/', NOT_PUBLIC],
    ['http://168.63.129.16/', NOT_PUBLIC],
    ['http://192.0.2.1/', NOT_PUBLIC],
    ['http://198.18.0.1/', NOT_PUBLIC],
    ['http://224.0.0.1/', NOT_PUBLIC],
    ['http://255.255.255.255/', NOT_PUBLIC],
    ['http://user@shop.example/', USER],
    ['http://user:secret@shop.example/', USER],
    ['http://shop.example@127.0.0.1/', USER],
    ['http://@shop.example/', ODD],
    ['http://shop.example:22/', PORT],
    ['http://shop.example:8080/', PORT],
    ['https://shop.example:8443/', PORT],
    ['http://93.184.215.14:22/', PORT],
    ['file:///etc/passwd', NOT_AN_ADDRESS],
    ['gopher://shop.example/', NOT_AN_ADDRESS],
    ['ftp://shop.example/', NOT_AN_ADDRESS],
    ['javascript:alert(1)', NOT_AN_ADDRESS],
    ['//shop.example/', NOT_AN_ADDRESS],
    ['https:shop.example', NOT_AN_ADDRESS],
    ['https:///shop.example/', ODD],
    ['shop.example', NOT_AN_ADDRESS],
    ['', NOT_AN_ADDRESS],
    ['http://127。0。0。1/', ODD],
    ['http://shop。example/', ODD],
    ['http://shop．example/', ODD],
    ['http://ⓢhop.example/', ODD],
    ['http://商店.example/', ODD],
    ['http://shop.example./', ODD],
    ['http://127.0.0.1./', ODD],
    ['http://sh%6fp.example/', ODD],
    ['http://127.0.0.1%2f@shop.example/', USER],
    ['http://shop.example\\@127.0.0.1/', ODD],
    ['http://127.0.0.1\\.shop.example/', ODD],
    ['http://shop.example/a\r\nX-Other: 1', CONTROL],
    ['http://shop.example/a b', CONTROL],
    ['http://shop.example/\u0000', CONTROL],
    ['http://shop.ex\tample/', CONTROL],
    [' http://shop.example/', CONTROL],
    ['http://shop.example:080x/', NOT_AN_ADDRESS],
  ])('may not be %j: %s', (address, problem) => {
    expect(notifyAddressProblem(address, PUBLIC)).toBe(problem);
  });

  it.each([
    'http://127.0.0.1:9000/n',
    'http://127.8.8.8/',
    'http://localhost:3000/',
    'https://localhost/',
    'http://[::1]:22/',
  ])('may lie on this machine, with any port, beside the sandbox: %s', (address) => {
    expect(notifyAddressProblem(address, SANDBOX)).toBeUndefined();
    expect(notifyAddressProblem(address, PUBLIC)).toBe(NOT_PUBLIC);
  });

  it.each([
    ['http://10.0.0.1/', NOT_PUBLIC],
    ['http://169.254.169.254/', NOT_PUBLIC],
    ['http://[::ffff:7f00:1]/', NOT_PUBLIC],
    ['http://0.0.0.0:9000/', NOT_PUBLIC],
    ['http://2130706433:9000/', ODD],
    ['http://localhost.:9000/', ODD],
    ['http://a.localhost:9000/', NOT_PUBLIC],
    ['http://shop.example:9000/', PORT],
    ['http://user@127.0.0.1:9000/', USER],
  ])('is held to the same rules elsewhere beside the sandbox: %s', (address, problem) => {
    expect(notifyAddressProblem(address, SANDBOX)).toBe(problem);
  });
});

describe('mayConnect', () => {
  it.each([
    '93.184.215.14',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.255',
  ])('lets %s through', (address) => expect(mayConnect(address, PUBLIC)).toBe(true));

  it.each(['2606:4700::6810:84e5', '2a00:1450:4001:81b::200e', '2001:200::1'])('lets %s through', (address) =>
    expect(mayConnect(address, PUBLIC)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
    ...['127.0.0.1', '127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.0', '172.31.255.255'],
    ...['192.0.0.170', '192.0.2.255', '192.88.99.1', '192.168.255.255', '198.18.0.0', '198.19.255.255'],
    ...['198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['168.63.129.16'],
    ...['::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:a00:1', '::8.8.8.8', '64:ff9b::808:808'],
    ...['64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2001:10::1', '2002:808:808::1', '3fff::1'],
    ...['4000::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', 'ff0e::1'],
    ...['', 'shop.example', '127.1', '2130706433'],
  ])('does not let %j through', (address) => expect(mayConnect(address, PUBLIC)).toBe(false));

  it('lets this machine through beside the sandbox, and nothing else that is not public', () => {
    for (const address of ['127.0.0.1', '127.8.8.8', '::1']) expect(mayConnect(address, SANDBOX)).toBe(true);
    for (const address of ['::ffff:127.0.0.1', '0.0.0.0', '::', '10.0.0.1', '169.254.169.254', 'fe80::1']) {
      expect(mayConnect(address, SANDBOX)).toBe(false);
    }
  });
});
