import type { Walk } from './given.ts'
import { enter, go, isClosed, must, reads, WORDS, withStepUp } from './hands.ts'

const w = WORDS.zh

/** A table of the shape of the State Council's; its days are those of this walk and of no notice. */
const TABLE = `id: CN_state_council
zone: Asia/Shanghai
years:
  2027:
    holidays:
      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
    make_up_days: []
`

/** The administrator brings the working days of the next year in; the data security officer looks, and may not. */
export async function bringCalendar(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('administrator')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/calendar')
  await reads(page, w.calendar.shipped)
  await reads(page, w.calendar.no_versions)
  await stage.picture(page, 'administrator-working-days')
  await page.getByRole('button', { name: w.calendar.bring }).click()
  const box = page.getByRole('dialog', { name: w.calendar.bring })
  await box.getByLabel(w.calendar.yaml).fill(TABLE.replace('make_up_days: []', 'make_up_days: [2027-01-02]'))
  await box.getByRole('button', { name: w.calendar.see }).click()
  await reads(box, w.problems.what.calendar_day_twice)
  await stage.picture(page, 'administrator-working-days-refused')
  await box.getByLabel(w.calendar.yaml).fill(TABLE)
  await box.getByRole('button', { name: w.calendar.see }).click()
  await reads(box, w.calendar.what.new)
  const put = box.getByRole('button', { name: w.calendar.put })
  must(await isClosed(put), true, 'a table owes a reason')
  await box.getByLabel(w.calendar.reason).fill('国办发明电，走查')
  await stage.picture(page, 'administrator-working-days-preview')
  await withStepUp(stage, page, member, 'zh', () => put.click())
  await box.waitFor({ state: 'hidden' })
  await reads(page, '2027-12-31')
  await stage.picture(page, 'administrator-working-days-known')
  await page.getByRole('button', { name: w.calendar.look.replace('{{version}}', '1') }).click()
  await reads(page.getByRole('dialog'), 'CN_state_council')
  await stage.picture(page, 'administrator-working-days-as-brought')
  await context.close()
  await onlyLook(walk)
}

async function onlyLook(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('data_security'), 'zh')
  await go(stage, page, '/calendar')
  await reads(page, '2027-12-31')
  must(await isClosed(page.getByRole('button', { name: w.calendar.bring })), true, 'who may not bring a table in')
  await stage.picture(page, 'data-security-working-days')
  await context.close()
}
