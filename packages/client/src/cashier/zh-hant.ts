/** What the cashier says or does after each response code, in Chinese in traditional characters, as written in Hong Kong. */
export { CASHIER_WORDS } from '@opencpm/protocol/cashier/zh-hant';
