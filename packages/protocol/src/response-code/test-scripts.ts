// Frequent characters that exist in one of the two Chinese scripts only.

/** Matches a text that cannot be in traditional characters. */
export const SIMPLIFIED_ONLY =
  /[请顾码钱额单订询确认给银联网络这还没记录处时间笔为与动过发请权设备验证错误实现传电脑务员让从该应输读写]/u;

/** Matches a text that cannot be in simplified characters. */
export const TRADITIONAL_ONLY =
  /[請顧碼錢額單訂詢確認給銀聯網絡這還沒記錄處時間筆為與動過發權設備驗證錯誤實現傳電腦務員讓從該應輸讀寫]/u;
