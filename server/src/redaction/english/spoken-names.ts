import type { Finding, Meter } from '../text/finding.ts'
import { Woken } from '../text/woken.ts'
import { GIVEN, isWord } from './english-cues.ts'

// Names that no list has and that what is said of them tells: Vusi says, Chidera's queue, Hilde, Tarik and me; for bytes that leave also
// Rui here and Pei Ying. They read the original, whose capitals count; patterns are bounded.

const CAP = String.raw`\p{Lu}\p{Ll}[\p{Ll}'’]{1,15}(?:-\p{Lu}\p{Ll}{1,12})?`
const OPENS = String.raw`(?:(?<=^|[\n.!?:;,(–—-]\s{0,2})|(?<=(?:^|[\s(])(?:and|or|but|if|that|what|think|thinks|says|said|why|when|because|cos|so|since|where|wherever|until|before|after|once|as|like|whether|sure|know|believe|hope|told me) ))`
const DOES =
  "says|said|say|asked|asks|told|tells|mentioned|mentions|thinks|thought|wants|wanted|wrote|writes|replied|confirmed|promised|accepts|accepted|refused|refuses|insists|insisted|claims|reckons|agreed|disagrees|resigned|called|texted|emailed|pinged|messaged|joined|approved|signed off|testified|forgot|owes|keeps|scolded|scold|quit|left (?:a|the|his|her|early|already|us)|closed (?:it|the)|broke (?:it|the|prod|his|her)|paid (?:the|me|for|his|her)|has (?:not |n't )?(?:left|paid|promised|sent|resigned|approved|passed|a fever|not replied|agreed|asked|confirmed|gone)|is (?:on leave|on holiday|away|off|sick|ill|coming|here|late|driving|sleeping|out|asking|in a meeting|on call|still|angry|crying|pregnant|getting married)|will (?:bring|send|call|join|come|pick|drive|cover|reply|confirm|handle|pay|sign|be (?:late|there|on|out|away|joining|back))|no dey|dey|don (?:close|come|go|chop)|cannot come|can't come|cant come|can't make|cant make|not coming|also coming|is not coming|isn't coming|and (?:I|me)"
/** Vusi says, Emiliano left a comment, Samson Yiu will bring. */
const ACTING = new RegExp(String.raw`${OPENS}(?<v>${CAP}(?: ${CAP})?)(?= (?:${DOES})(?!\p{L}))`, 'dgu')
/** Hilde, Tarik and me. */
const AND_ME = new RegExp(
  String.raw`(?<![\p{L}\d@])(?<v>${CAP})(?=(?:, ${CAP}){0,3},? (?:and|n|&) (?:me|I|myself|my)(?!\p{L}))`,
  'dgu',
)
const OWNED =
  'place|house|hse|room|car|bike|mum|mom|mother|dad|father|sister|brother|wife|husband|boyfriend|girlfriend|son|daughter|kid|kids|friend|boss|desk|laptop|phone|number|email|mail|birthday|bday|wedding|funeral|party|flight|ticket|queue|branch|commit|pull request|PR|MR|change|fix|comment|idea|turn|shift|handwriting|signature|account|order|case|appointment|message|msg|text|notes|slides|team|manager|question|suggestion|opinion|point|plan|fault|surgery|class|lesson'
/** Chidera's queue. */
const OWNING = new RegExp(
  String.raw`(?<![\p{L}\d@])(?<v>${CAP})['’]s (?:new |old |last |own |first )?(?:${OWNED})(?!\p{L})`,
  'dgu',
)
/** Rui here, Vikrant bro, …. */
const CALLING = new RegExp(
  String.raw`(?<=^|[\n.!?]\s{0,2})(?<v>${CAP}(?: ${CAP})?)(?= (?:here(?:[,.!]|$| from| again)|bro(?!\p{L})|bhai(?!\p{L})|sis(?!\p{L})|dude(?!\p{L})|babe(?!\p{L})|(?:where|how|what) (?:are|r) (?:you|u)(?!\p{L})|(?:ah|ar|eh|leh|lah|la|lor), ?))`,
  'dgu',
)
/** Pei Ying, Cheuk Hei: two syllables of Chinese as it is spelled from Beijing to Singapore. */
const PAIR =
  /(?<![\p{L}\d@._/-]|\p{Lu}\p{Ll}{1,9} )(?<a>\p{Lu}\p{Ll}{1,5}) (?<b>\p{Lu}\p{Ll}{1,5})(?![\p{L}\d@_/]| \p{Lu}\p{Ll})/gu
const SOUTHERN =
  /^(?:cheuk|hei|ka|kar|yan|wing|sze|siu|fung|kit|man|chi|wai|hoi|pui|lok|tsz|ho|yin|yee|yuen|lay|hoon|geok|choo|swee|peck|soo|siew|teck|seng|hock|huat|kok|leong|boon|kiat|keng|chin|yew|hwee|hwa|bee|guat|gek|sook|shyan|chuan|kah|kwok|chun|lai|kwan|suk|mui|yuk|tung|hin|kin|keung|kwong|shing|sum|tak|yat|ngai|nga|oi|poh|thiam|choon|hui|khim|lian|lim|eng|guan|hao|jie|wei|xin|hng|kheng|joo|wee|tiong|kee|cheng|sock|sim)$/
/** Stand with a capital and do what people do: who somebody is, and what opens a sentence. */
const NOT_SOMEBODY =
  /^(?:principal|engineer|engineers|director|officer|executive|analyst|developer|developers|consultant|assistant|technician|captain|pastor|reverend|judge|lawyer|solicitor|accountant|auditor|trainer|coach|lint|becky|arre|helw|helo|hello|nai|sory|ohk|hlw|oye|mast|busy|fuck|shit|damn|thks|uhh|wait|sent|its|crab|waves|moon|sup|wassup|wazzup|ola|hola|ciao|chill|dont|sonar|legal|finance|security|police|doctor|nurse|teacher|mummy|daddy|grandma|grandpa|nan|gran|support|management|everybody|everyone|somebody|someone|nobody|anybody|anyone|whoever|who|they|people|parliament|congress|government|court|council|church|school|hospital|marketing|design|engineering|product|procurement|payroll|operations|compliance|vendor|supplier|landlord|owner|driver|rider|courier|agent|bot|mine|yours|nothing|something|everything|anything|neither|either|both|none|half|most|many|few|several|others|another|which|whatever|then|also|maybe|perhaps|probably|apparently|unfortunately|actually|anyway|basically|finally|today|weather|traffic|train|bus|rain|life|school|work|dinner|lunch|breakfast|food|water|internet|wifi|power|printer|server|site|page|app|build|test|tests|job|jobs|code|price|prices|parcel|package|payment|order|invoice|refund|balance|booking|flight|ticket|meeting|class|lecture|lesson|exam|result|results|girls|boys|women|men|kids|children|students|parents|ghosts?|cats?|dogs?|god|jesus|allah|lord|heaven|nature|society|science|history|research|studies|experts|reports?|sources|news|reuters|bloomberg|google|apple|microsoft|amazon|meta|netflix|tesla|spotify|github|gitlab|jira|slack|postgres|redis|kafka|docker|kubernetes|jenkins|linux|python|java|react|chrome|safari|firefox)$/

const TOLD = new Woken(
  [
    [ACTING, 0.4],
    [AND_ME, 0.4],
    [OWNING, 0.4],
    [CALLING, 0.35],
  ] as const,
  ([pattern]) => pattern,
)

export function findSpokenNames(text: string, late: boolean, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (!/\p{Lu}\p{Ll}{2}|\p{Lu}\p{Ll} \p{Lu}\p{Ll}/u.test(text)) return findings
  for (const [pattern, confidence] of TOLD.in(text)) {
    if (pattern === CALLING && !late) continue
    pattern.lastIndex = 0
    for (let one = pattern.exec(text); one !== null; one = pattern.exec(text)) {
      meter.steps += one[0].length
      const [start = 0, end = 0] = one.indices?.groups?.v ?? []
      pattern.lastIndex = Math.max(one.index + 1, end)
      if (text.slice(start, end).split(' ').every(isSomebody)) findings.push(nameAt(text, start, end, confidence))
    }
  }
  if (late) addPairs(text, findings, meter)
  return findings
}

function isSomebody(word: string): boolean {
  const lower = word.toLowerCase().replace(/['’]s?$/, '')
  if (lower.length < 3 || !/[aeiouy]/.test(lower) || /['’]t$/.test(word)) return false
  return !isWord(lower) && !NOT_SOMEBODY.test(lower) && !/(?:ly|ing|tion|ness|ment|ed)$/.test(lower)
}

function addPairs(text: string, findings: Finding[], meter: Meter): void {
  PAIR.lastIndex = 0
  for (let one = PAIR.exec(text); one !== null; one = PAIR.exec(text)) {
    meter.steps += one[0].length
    const [a, b] = [one.groups?.a?.toLowerCase() ?? '', one.groups?.b?.toLowerCase() ?? '']
    const isSyllable = (word: string): boolean => (GIVEN.test(word) && word.length < 7) || SOUTHERN.test(word)
    PAIR.lastIndex = one.index + a.length + 1
    if (!isSyllable(a) || !isSyllable(b) || isCommon(a) || isCommon(b) || NOT_PAIRS.test(`${a} ${b}`)) continue
    findings.push(nameAt(text, one.index, one.index + one[0].length, 0.35))
  }
}

const NOT_PAIRS =
  /^(?:hong kong|hang seng|tai (?:po|wai|koo|chi)|sai kung|kai tak|wan chai|boon (?:keng|lay)|bee hoon|feng shui|dim sum|kung fu|ha noi|da nang|yin yang|mah jong|gong xi|lo hei|bak kwa|xiao xiao|bu ku)$/
/** English words that are syllables too. */
const SYLLABLES_TOO =
  /^(?:a|an|as|are|be|bin|can|chat|chip|come|den|do|dye|en|fan|fun|gang|gee|go|gun|hand|hang|has|he|her|here|hen|hum|i|in|is|jean|june|ken|kin|king|la|lay|let|long|man|may|me|mine|more|new|no|none|on|one|pan|pen|pie|pin|ping|run|sang|see|send|she|shed|shop|sing|so|song|sun|sung|tan|ten|the|tie|to|tone|tune|van|wan|wang|we|win|wing|you|young|your|ye|yen|die|dun|gong|hi|ha|hai|ho|wo|ni|shi|bu|de|le|ma|ba|ne|lai|lei|nei|mai|tai|pai|bai|kai|hao|hen|dui|mei|you|qu|jiu|zai)$/

function isCommon(word: string): boolean {
  return isWord(word) || SYLLABLES_TOO.test(word)
}

function nameAt(text: string, start: number, end: number, confidence: number): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) if (/\p{L}/u.test(text.charAt(i))) atoms.push(i, i + 1)
  return { start, end, kind: 'name', confidence, atoms, person: null, form: 'full' }
}
