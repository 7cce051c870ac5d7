import { type Pattern, rule } from './pattern.ts'

// Links that carry a token, a password, a session or a user.

const SECRET_PARAMETER =
  '(?:[a-z_\\-]{0,24}(?:token|secret|passw(?:or)?d|pwd|apikey|api_key|sign|signature|session|credential|ticket|auth|otp)[a-z_\\-]{0,16}|key|sig|code|sid|jwt|uid|userid|user_id|openid|unionid|phone|mobile|email|idcard|pass|k|t|s|hash|invit[a-z]{0,6}|invite_?code|share|pw|u|user|username|usr|acct|account|tel|msisdn|id_?card|id_?no|card_?no|cust_?id)='
const URL = '[^\\s"\'<>，。；）)】」』\\u4e00-\\u9fff]'

/** t.cn/8sp9BmG, t.co/V6Fq8WhAap: a short link to something public. */
const SHORTENED = /^(?:[a-z\d-]{1,6}\.[a-z]{2,3}|tinyurl\.com|youtu\.be|instagram\.com)\//

/** 8kD2sQ03: letters and figures by turns are a token; iphone15pro and rtx5090-32g are words with a number. */
function hasToken(link: string): boolean {
  const parts = link.replace(/^[^/]{0,200}/, '').split(/[/?#&=.]/)
  return (
    !SHORTENED.test(link) &&
    parts.some((part) => part.length > 6 && (part.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) > 2)
  )
}

export const LINKS: readonly Pattern[] = [
  rule(
    'url',
    'plain',
    String.raw`(?<![a-z])(?:https?|ftp|wss?|hxxps?|(?:[a-z]{2,12}:)?[a-z]{2,12}(?:\+[a-z]{2,6})?(?=://[^\s/@"'<>]{0,60}:[^\s/@"'<>]{1,80}@))://(?<v>${URL}{0,600}?(?:[?&#;/]${SECRET_PARAMETER}|[^\s/@"'<>]{0,60}:[^\s/@"'<>]{1,80}@)${URL}{0,2000}(?:\n(?=[a-z_\-]{0,12}\d|[a-z]{0,10}[bcdfghjklmnpqrstvwxz]{5})[a-z\d_\-]{4,64}(?:&${URL}{0,200})?)?)`,
    0.85,
  ),
  rule(
    'url',
    'plain',
    String.raw`(?<![a-z])https?://(?<v>${URL}{3,60}/(?:s|share|invite|join|reset|verify|activate|confirm|auth|magic|bind|unsubscribe|d|f)/(?=[a-z_.\-]{0,20}\d)[a-z\d_.\-]{10,400})`,
    0.65,
  ),
  rule(
    'url',
    'plain',
    `(?<![a-z])(?:https?|ftp|hxxps?)://(?<v>${URL}{3,200}(?:/${URL}{0,1000})?)`,
    // a long run of letters and figures in a path is a token, whatever it is called
    (v) => {
      const path = v.replace(/^[^/]{0,200}/, '')
      return /(?=[a-z_-]{0,30}\d)[a-z\d_-]{20}/.test(path) || hasToken(v) ? 0.5 : 0
    },
  ),
  rule(
    'url',
    'plain',
    String.raw`(?<=(?<![a-z])(?:my|our|his|her|their) (?:own |personal |new )?(?:web ?site|site|blog|home ?page|page|portfolio)(?: is| at|:| can be found at)?\s{1,2})(?:https?://)?(?<v>(?:www\.)?[a-z\d][a-z\d\-]{1,40}(?:\.[a-z\d\-]{2,24}){1,3}(?:/${URL}{0,200})?)`,
    0.6,
  ),
  // without http://
  rule(
    'url',
    'plain',
    String.raw`(?<![a-z\d@./\-])(?<v>[a-z\d][a-z\d\-]{0,40}(?:\.[a-z\d\-]{1,40}){1,4}(?:/${URL}{0,400}?[?&#;]${SECRET_PARAMETER}|/(?=${URL}{7}))${URL}{0,400})`,
    (v) => (/[?&#;][^=]{1,40}=./.test(v) ? 0.6 : hasToken(v) ? 0.5 : 0),
  ),
]
