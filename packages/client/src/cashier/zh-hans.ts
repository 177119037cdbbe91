/** What the cashier says or does after each response code, in Chinese in simplified characters. */
export { CASHIER_WORDS } from '@opencpm/protocol/cashier/zh-hans';
