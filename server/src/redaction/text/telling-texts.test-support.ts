/** Each is matched by a pattern that ships, for another reason. */
export const TELLING_TEXTS: readonly string[] = [
  '护照号E12345678',
  'my passport is e1234567',
  '微信号：abc_12345，手机13800138000',
  '密码是 abc123!@',
  '车牌沪A12345',
  '工资一万二，借了3000块',
  '生日1990年1月2日',
  'mail me at a.b@example.com, ip 10.0.0.1',
  'https://example.com/s/abcdef?token=12345678',
  '信用代码91310000MA1K4XY12W',
  '壹万贰仟元整',
]
