import type { CatalogueWords } from './catalogue-words.ts';

/** The words about codes in general, in English. */
export const CATALOGUE_WORDS: CatalogueWords = {
  headings: {
    code: 'Code',
    meaning: 'Meaning',
    cashier: 'Cashier',
    developer: 'Developer',
    note: 'Note',
    class: 'Class',
    retry: 'Retry',
  },
  classes: {
    success: { title: 'Success', about: 'Done.' },
    pending: {
      title: 'Pending',
      about:
        'The outcome is open. None of these is a refusal, and no other charge may start while one stands.',
    },
    declined: {
      title: 'Declined',
      about: 'The wallet, its bank or a rule about the payment code refused the payment.',
    },
    risk: { title: 'Risk', about: 'A risk or legal check refused the payment.' },
    conflict: {
      title: 'Conflict',
      about: 'The request does not fit the state or the data of the order it names. It moved no money.',
    },
    refund: {
      title: 'Refund',
      about: 'A rule of refunds or cancellations forbids the request. No money moved.',
    },
    'invalid-request': {
      title: 'Invalid request',
      about: 'The request is malformed or names something impossible. It had no effect.',
    },
    auth: { title: 'Authentication', about: 'The sender could not be verified. The request had no effect.' },
    config: {
      title: 'Configuration',
      about: 'The merchant, store or device is not set up for the request. It had no effect.',
    },
    system: {
      title: 'System',
      about: 'The service or a line behind it is in trouble. With retry `query` the outcome is unknown.',
    },
  },
  retries: {
    never: 'Nothing to try again: the same again changes nothing.',
    query: 'Enquire first. Do nothing else about the order until its state is known.',
    later: 'Try again after a pause.',
    'new-code':
      'A final refusal. A new payment needs a new `out_trade_no` and a newly scanned payment code; a refusal of a refund never calls for a scan.',
  },
};
