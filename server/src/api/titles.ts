import { maskAccountForScreen, maskForScreen, type Roster, type ScreenText } from '#redaction/screen'

/** A conversation's title; where the source gives none, its id as an account is shown. */
export function titleOf(title: string, id: string, roster: Roster): ScreenText {
  return title ? maskForScreen(title, roster) : maskAccountForScreen(id, roster)
}
