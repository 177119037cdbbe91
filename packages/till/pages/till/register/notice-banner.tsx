import { inLanguage, say } from '../language/language.ts';
import type { Phrases } from '../language/phrases.ts';
import { Icon } from '../shell/icon.tsx';
import { saleAddress } from '../shell/place.ts';
import { type Notice, notice } from './notice.ts';

function textOf(phrases: Phrases, news: Notice): string {
  switch (news.kind) {
    case 'no_amount':
      return phrases.noAmount;
    case 'busy':
      return phrases.busy;
    case 'not_here':
      return phrases.notHere;
    case 'unresolved_first':
      return phrases.unresolvedFirst;
    case 'not_begun':
      return phrases.notBegun;
    case 'failed':
      return phrases.failed;
    case 'no_line': {
      const lines = {
        till_unreachable: phrases.noTill,
        gateway_unreachable: phrases.noGateway,
        gateway_refuses: phrases.gatewayRefuses,
      };
      return `${lines[news.why]}. ${phrases.cannotCharge}`;
    }
    case 'code_used':
      return phrases.codeUsed(news.sale?.number);
    case 'basket_open':
      return phrases.basketOpen;
    case 'basket_paid':
      return phrases.basketPaid;
    case 'code_refused':
      return inLanguage(news.words);
  }
}

/** What a scan came to that began nothing. */
export function NoticeBanner() {
  const phrases = say();
  const news = notice.value;
  const sale = news !== undefined && 'sale' in news ? news.sale : undefined;
  return (
    <div role="alert" data-test="notice" data-notice={news?.kind}>
      {news === undefined ? null : (
        <p class="notice">
          <Icon name="hand" />
          <span>{textOf(phrases, news)}</span>
          {sale === undefined ? null : <a href={saleAddress(sale.id)}>{phrases.sale(sale.number)}</a>}
          <button
            type="button"
            onClick={() => {
              notice.value = undefined;
            }}
          >
            {phrases.close}
          </button>
        </p>
      )}
    </div>
  );
}
