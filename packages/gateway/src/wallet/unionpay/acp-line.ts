import type { ConnectorPorts } from '../connector-ports.ts';
import { certificatesOf } from '../pem-certificates.ts';
import type { AcpLine } from './acp-exchange.ts';
import { signerOf, type UnionPaySettings } from './settings.ts';
import { WalletCertificates } from './wallet-certificates.ts';

/** What calls of ACP are made with. */
export function acpLineOf(settings: UnionPaySettings, ports: ConnectorPorts): AcpLine {
  const { host, walletAuthorities, signerName } = settings;
  const certificates =
    walletAuthorities === undefined
      ? undefined
      : new WalletCertificates({ authorities: certificatesOf(walletAuthorities), signerName });
  return { host, ports, signer: signerOf(settings), certificates };
}
