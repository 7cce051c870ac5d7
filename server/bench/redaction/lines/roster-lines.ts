import type { RosterEntry } from '#redaction'

// Conversations with their rosters. `# ` begins one; `@a 张伟 | 小伟 | zw88#` is a person with names and an account; in a line `{a:张伟}` marks
// who is meant, `{a/b:张总}` who could be, `{-:张三}` somebody who is in no roster. `~` before a line without marks: its word is somebody's whole
// name too (明天 where 明天 takes part), which is hidden where bytes leave and shown on a screen.

export interface Mark {
  readonly start: number
  readonly end: number
  /** People of the roster who could be meant; empty: a stranger. */
  readonly who: readonly string[]
}

export interface RosterLine {
  readonly text: string
  readonly marks: readonly Mark[]
  /** Nobody is meant, and release hides it nevertheless. */
  readonly tooMuch: boolean
}

export interface RosterConversation {
  readonly title: string
  readonly entries: readonly RosterEntry[]
  readonly lines: readonly RosterLine[]
}

export function conversationsOf(written: string): RosterConversation[] {
  return written
    .split(/^# /m)
    .slice(1)
    .map((one) => {
      const [title = '', ...rest] = one.trim().split('\n')
      const isPerson = (line: string): boolean => /^@[a-h] /.test(line)
      return {
        title,
        entries: rest.filter(isPerson).flatMap(entriesOf),
        lines: rest.filter((line) => !isPerson(line)).map(lineOf),
      }
    })
}

function entriesOf(line: string): RosterEntry[] {
  return line
    .slice(3)
    .split('|')
    .map((name) => name.trim())
    .map((name) => ({
      name: name.replace(/#$/, ''),
      person: line.charAt(1),
      kind: name.endsWith('#') ? 'account' : 'name',
    }))
}

function lineOf(written: string): RosterLine {
  const tooMuch = written.startsWith('~')
  const line = tooMuch ? written.slice(1) : written
  const marks: Mark[] = []
  let text = ''
  let at = 0
  for (const one of line.matchAll(/\{([a-h/-]+):([^}]*)\}/g)) {
    const [whole, who = '', value = ''] = one
    text += line.slice(at, one.index)
    marks.push({ start: text.length, end: text.length + value.length, who: who === '-' ? [] : who.split('/') })
    text += value
    at = one.index + whole.length
  }
  return { text: text + line.slice(at), marks, tooMuch }
}
