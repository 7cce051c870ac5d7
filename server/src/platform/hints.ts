import type { Refusal, RefusalKind } from '#base'

// What an operator at the terminal can do about a refusal. The API tells its own callers (api/problem.ts).

const BY_CODE: Readonly<Record<string, string>> = {
  bad_setting: 'give that setting a value it can have: the settings stand in README.md, "Run it"',
  calendar_day_twice: 'each day stands in one list only: mend what `at` names',
  calendar_day_wrong: 'a day is written 2027-02-05, exists, and stands under its own year: mend what `at` names',
  calendar_field_unknown: 'take out of what `at` names the field that docs/calendar.md does not list',
  calendar_field_wrong: 'give what `at` names the shape of docs/calendar.md',
  calendar_make_up_no_weekend: 'only a Saturday or Sunday is made up on: mend what `at` names',
  calendar_not_yaml: 'mend the YAML; each year stands in it once',
  calendar_of_another: 'the id of the table is that of the calendar in force: CN_state_council',
  calendar_same: 'nothing to do: the calendar says so already',
  calendar_unreadable: 'name a YAML file of at most 64 KiB (docs/calendar.md)',
  calendar_years_known: 'say which known years it replaces: --replace YEAR for each that `years` names',
  file_unusable:
    'a file, folder or port that was named cannot be used: check that it is there, is of the right kind, its owner and mode',
  hash_unknown: 'name one of those: cunzhen renew-hash --hash NAME',
  house_in_use: 'stop the server first: one program has a house at a time',
  kit_incomplete: 'type all 13 groups of the printed kit, in order',
  kit_of_another_house: 'check --house: the kit is of another house, or keys/keyring.json is',
  kit_unconfirmed: 'sign in as the first administrator and confirm the recovery kit; nothing is taken in before that',
  kit_wrong_group: 'read that group again from the paper',
  line_too_long: 'a line has at most 16 MiB: split the text of that line',
  line_unreadable: 'each line is one JSON object with a "text": mend that line',
  mapping_unreadable: 'name a JSON file that says which column is what (docs/api.md, "Intake")',
  ledger_empty: 'there is nothing to renew yet',
  no_administrator: 'start the house and let its first administrator sign in',
  no_authority: 'name a time-stamping authority in anchors/settings.json: docs/anchors.md says how',
  no_house: 'name the folder of a house that has been started once: --house DIR',
  options_unreadable: 'give that option a value it can have: see `cunzhen import --help`',
  passphrase_differs: 'type the same passphrase twice',
  passphrase_short: 'choose a passphrase of at least that many letters',
  settings_unreadable: 'mend anchors/settings.json, and the PEM files that it names: docs/anchors.md',
  rotation_running: 'start the house: it ends the rotation that was interrupted',
  bad_verifier_key: 'a name is a URL without scheme, a key NAME+HASH+BASE64 as it was printed: copy it whole',
  witness_key_exists: 'keep that key, or name another folder: --dir DIR',
  witness_key_missing: 'make the key first: cunzhen witness init --dir DIR --name NAME',
  witness_key_of_another_kind: 'a key of `init --audit` goes with --audit COPY, and only with it',
  wecom_key_unreadable: 'name a PEM file with the RSA private key of that version',
}

const BY_KIND: Readonly<Record<RefusalKind, string>> = {
  invalid: 'change what the code names and try again',
  unauthenticated: 'sign in first',
  forbidden: 'let somebody do it who may',
  not_found: 'check the name: there is no such thing here',
  conflict: 'look at how things stand now, and try again',
  too_large: 'give less at once',
  step_up: 'do it in the console, with a second factor',
  too_many: 'wait a little and try again',
  unavailable: 'nothing was done: make room or mend what is missing, and try again',
}

export function hintOf({ code, kind }: Refusal): string {
  return BY_CODE[code] ?? BY_KIND[kind]
}
