import { DEFAULT_URL } from '../access/gateway-access.ts';
import type { Command } from '../command.ts';
import { runListen } from '../listen/run-listen.ts';

/** `opencpm listen`. */
export const listenCommand: Command = {
  name: 'listen',
  summary: 'Receive notifications, verify and show them',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    port: { type: 'text', value: 'PORT', meaning: 'Port to listen on, 0 for any free one. Default: 9000.' },
    'forward-to': {
      type: 'text',
      value: 'URL',
      meaning:
        'Hand each notification on to this address and answer what it answers. Default: answer SUCCESS.',
    },
    count: {
      type: 'text',
      value: 'N',
      meaning: 'End after this many notifications. Default: run until Ctrl-C.',
    },
    url: {
      type: 'text',
      value: 'URL',
      meaning: `Address of the sandbox whose keys verify. Default: OPENCPM_URL, else ${DEFAULT_URL}.`,
    },
    'app-code': {
      type: 'text',
      value: 'CODE',
      meaning: 'Only this merchant of the sandbox. Default: OPENCPM_APP_CODE, else every one.',
    },
    key: {
      type: 'text',
      value: 'KEY',
      meaning:
        'Client key to verify with. Default: OPENCPM_KEY, else the keys of the sandbox at the address.',
    },
  },
  details: [
    'Listens on this machine only. Checks X-QF-SIGN and, where it stands, X-QF-SIGNATURE-V2, and shows every notification. What is not signed with a known key is answered HTTP 401, unless it is forwarded.',
    'With --json every notification is one line of JSON.',
  ],
  examples: [
    {
      line: 'opencpm listen',
      purpose: 'Then, in another terminal: opencpm pay 1050 --notify-url http://127.0.0.1:9000/',
    },
    {
      line: 'opencpm listen --forward-to http://127.0.0.1:3000/notify',
      purpose: 'In front of the program that is to receive them.',
    },
  ],
  run: runListen,
};
