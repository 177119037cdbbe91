import type { CatalogueWords } from './catalogue-words.ts';

/** The words about codes in general, in Chinese in simplified characters. */
export const CATALOGUE_WORDS: CatalogueWords = {
  headings: {
    code: '代码',
    meaning: '含义',
    cashier: '收银员',
    developer: '开发人员',
    note: '备注',
    class: '类别',
    retry: '重试',
  },
  classes: {
    success: { title: '成功', about: '已完成。' },
    pending: { title: '结果未定', about: '尚无结果。这些代码都不表示拒绝；在有结果之前，不得再次收款。' },
    declined: { title: '拒绝', about: '钱包、其银行或付款码规则拒绝了这笔付款。' },
    risk: { title: '风险', about: '风险或合规检查拒绝了这笔付款。' },
    conflict: { title: '冲突', about: '请求与所指订单的状态或数据不符。没有任何资金变动。' },
    refund: { title: '退款', about: '退款或撤销的规则不允许该请求。没有任何资金变动。' },
    'invalid-request': { title: '请求无效', about: '请求格式有误，或要求了不可能的事。没有任何效果。' },
    auth: { title: '身份验证', about: '无法确认发送方的身份。请求没有任何效果。' },
    config: { title: '配置', about: '商户、门店或设备没有为该请求配置好。请求没有任何效果。' },
    system: { title: '系统', about: '服务或其后的线路出现问题。重试为 `query` 时，结果未知。' },
  },
  retries: {
    never: '无须重试：原样重试不会改变结果。',
    query: '先查询。在得知订单状态之前，不要对该订单做其他操作。',
    later: '稍候再试。',
    'new-code': '最终拒绝。新的付款必须使用新的 `out_trade_no` 和重新扫描的付款码；退款被拒则无需扫描。',
  },
};
