/** What the cashier says or does after each response code, in English. */
export { CASHIER_WORDS } from '@opencpm/protocol/cashier/en';
