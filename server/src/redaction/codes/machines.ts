import { IS, type Pattern, rule } from './pattern.ts'

// Addresses and numbers of machines.

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const HEX4 = '[\\da-f]{1,4}'
const COLON = `[ ]?:[ ]?`

export const MACHINES: readonly Pattern[] = [
  rule(
    'ip',
    'plain',
    String.raw`(?<![\d.])(?<!版本[是为:号]{0,2}|version|ver|[^a-z]v|release|章节|第)(?<!(?:[版本号v第]|章节)\s)(?<v>(?:::ffff:)?${OCTET}(?:\.${OCTET}){3})(?![\d]|\.\d|\s?(?:版|节|章|小节|条))`,
    ip,
  ),
  rule('ip', 'figures', String.raw`(?<![\d.])(?<v>${OCTET}(?:[ ]{0,1}[.。][ ]{0,1}${OCTET}){3})(?![\d.])`, (v) =>
    /[ 。]/.test(v) ? ip(v.replace(/[ ]/g, '').replaceAll('。', '.')) * 0.8 : 0,
  ),
  rule(
    'ip',
    'figures',
    String.raw`(?<![a-z])(?:ip|remote|client|服务器|内网|公网)${IS}(?<v>\d{1,3}(?:(?:[ ]{0,2}[.。点,·_\-][ ]{0,2}|[ ]{1,2})\d{1,3}){3})(?![ ]?\d)`,
    ip,
  ),
  rule(
    'ip',
    'plain',
    String.raw`(?<![\da-f.])(?<![\da-f]:)(?<v>${OCTET}(?:(?:\[\.\]|\(\.\)|\[dot\]|\.)${OCTET}){3})(?!\d)`,
    (v) => (/[[(]/.test(v) ? 0.85 : 0),
  ),
  // 172点57点222点198: no hours
  rule('ip', 'figures', String.raw`(?<![\d.])(?<v>${OCTET}(?:点${OCTET}){3})(?![\d点半多])`, (v) =>
    /[3-9]\d|\d{3}/.test(v) ? 0.7 : 0,
  ),
  rule(
    'ip',
    'plain',
    String.raw`(?:(?<![\da-z])|(?<=ip))(?<![\da-f]:)(?<v>(?:${HEX4}(?:${COLON}${HEX4}){7}|(?:${HEX4}:){1,6}(?::${HEX4}){1,6}|(?:${HEX4}:){2,7}:)(?:%[a-z\d]{1,15})?)(?![\da-z:])`,
    (v) => (v.length < 6 ? 0 : 0.85),
  ),
  rule(
    'mac',
    'plain',
    String.raw`(?<![\da-z\-])(?<![\da-f]:)(?<v>[\da-f]{2}(?:[ ]?[:\-. ][ ]?[\da-f]{2}){5})(?![\da-z]|[:\-][\da-f]{2})`,
    mac,
  ),
  rule('mac', 'plain', String.raw`(?<![\da-z.\-])(?<v>[\da-f]{4}[.\-][\da-f]{4}[.\-][\da-f]{4})(?![\da-z.\-])`, (v) =>
    /[a-f]/.test(v) ? 0.8 : 0,
  ),
  rule(
    'mac',
    'figures',
    String.raw`(?<![a-z])(?:mac|物理|硬件|网卡|蓝牙|有线|无线|hw ?addr|bssid|ether|bluetooth)${IS}(?<v>[\da-f]{2}(?:(?:[ .:\-_\n,，、]{0,3}|冒号|横?杠)[\da-f]{2}){5})(?![\da-z])`,
    0.9,
  ),
  // 3c:5a:b4:f:22:1e, without its noughts
  rule('mac', 'plain', String.raw`(?<![\da-z:\-.])(?<v>[\da-f]{1,2}(?::[\da-f]{1,2}){5})(?![\da-z:\-.])`, (v) =>
    /[a-f]/.test(v) && v.length > 12 ? 0.6 : 0,
  ),
  // 把e640854c3c68拉黑，mac过滤
  rule(
    'mac',
    'plain',
    String.raw`(?<![\da-z\-])(?<v>[\da-f]{6}-?[\da-f]{6})(?![\da-z\-])(?=[^\n]{0,10}(?:(?<![a-z])mac(?!book|os|\w)|物理地址|网卡))`,
    (v) => (/[a-f]/.test(v) && /\d/.test(v) ? 0.6 : 0),
  ),
  rule(
    'mac',
    'plain',
    String.raw`(?:imei|imsi|iccid|meid|idfa|idfv|oaid|设备号|设备id|device[ _]id|串号)${IS}(?<v>[\da-f](?:[ \-]?[\da-f]){11,35})(?![\da-z])`,
    0.8,
  ),
]

function ip(value: string): number {
  if (/^(?:127\.|0\.0\.0\.0|255\.255)/.test(value)) return 0
  return /^(?:\d\.){3}\d$/.test(value) ? 0.4 : 0.85
}

function mac(value: string, whole: string): number {
  // 25:23 25:19 21:25: a score
  if (/[: ].*[: ]/.test(whole) && / /.test(whole) && /:/.test(whole) && !/[a-f]/.test(value)) return 0
  return /[a-f]/.test(value) ? 0.9 : /[:-]/.test(value) ? 0.5 : 0
}
