export interface ReadmeFacts {
  house: string
  number: string
  rows: number
  names: 'mask' | 'pseudonym'
  /** Verifier key of the house's evidence ledger. */
  key: string
  /** Why records.xlsx is missing though it was asked for. */
  sheet: 'written' | 'not_asked' | 'too_many_rows' | 'cell_too_long'
}

const SHEET_ZH = {
  written: '',
  not_asked: '',
  too_many_rows: 'records.xlsx 未附：行数超过电子表格上限。\n',
  cell_too_long: 'records.xlsx 未附：有单元格超过电子表格上限，请用 records.csv。\n',
}
const SHEET_EN = {
  written: '',
  not_asked: '',
  too_many_rows: 'records.xlsx is left out: more rows than a spreadsheet can hold.\n',
  cell_too_long: 'records.xlsx is left out: a cell is longer than a spreadsheet can hold; use records.csv.\n',
}

/** README.txt of a package: what it is, how to check it, what is not promised. */
export function readmeText(facts: ReadmeFacts): string {
  const { house, number, rows, key } = facts
  return `存真证据包 ${number}    ${house}    共 ${rows} 行

data/      脱敏后的记录。${facts.names === 'mask' ? '* 代替被隐去的字，一个 * 是一个字。' : '姓名和账号以假名〖…〗代替；* 代替其他被隐去的字。'}〖…〗里的话是出具方加的，不是原文。
proof/     证明：每一行都与出具方存证账本中的承诺值一致；被隐去的内容未披露，但仍受承诺约束。
${SHEET_ZH[facts.sheet]}
如何核验（不需要联网，也不需要出具方）：
  1. 浏览器打开随包附带的 verify.html，选择本压缩包并输入密码；或
  2. cunzhen-verify 证据包.zip --password-file 密码文件 --trust "验证公钥"
验证公钥须从本包以外的途径取得（例如盖章的确认函），否则结论只能是“公钥未锁定”。
本包自称的公钥：${key}
核验通过说明：各行与账本一致、未被改动。不说明：范围内的记录是否全部在此、消息内容是否属实、假名标注是否正确。
被隐去部分的字数是可见的。脱敏后的数据仍属于个人信息。

----

Cunzhen evidence package ${number}    ${house}    ${rows} rows

data/      the masked records. ${facts.names === 'mask' ? 'A * stands for one hidden character.' : 'Names and accounts are pseudonyms 〖…〗; a * stands for one other hidden character.'} What stands in 〖…〗 was put there by the issuer.
proof/     every row agrees with a commitment in the issuer's ledger; what is hidden is not disclosed, and stays committed.
${SHEET_EN[facts.sheet]}
To check (offline, without the issuer):
  1. open the verify.html handed over with this zip in a browser, choose the zip, type the password; or
  2. cunzhen-verify PACKAGE.zip --password-file FILE --trust "VERIFIER KEY"
Get the verifier key by another way than this package; without it the verdict can only be "key not pinned".
The key that this package names: ${key}
A green verdict says: the rows are what the ledger holds, unaltered. It does not say that every record in scope is here, that a
message was true, or that labels are right. How long a hidden run is can be seen. Masked data is still personal information.
`
}
