import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const found = (text: string): string[] =>
  detect(text, { point: 'review' }).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('papers, plates, telephones and birthdays of other countries', () => {
  it.each([
    ['nric s9911223e, pls check', 'id s9911223e'],
    ['G4402115Q expires next May', 'permit G4402115Q'],
    ['my ic is 880912-10-5543', 'id 880912-10-5543'],
    ['MyKad 880912105543', 'id 880912105543'],
    ['pan card BQRPK3321L', 'permit BQRPK3321L'],
    ['driving licence HARRI812075JB9CD', 'permit HARRI812075JB9CD'],
    ['PP# B0981224', 'passport B0981224'],
    ['my hp 92218843', 'phone 92218843'],
    ['hp no: 8811 2043', 'phone 8811 2043'],
    ['korea 010-1234-5678', 'phone 010-1234-5678'],
    ['reg KX17 PLO is blocking the gate', 'plate KX17 PLO'],
    ['lorry VBA 2213 hit the barrier', 'plate VBA 2213'],
    ['my account at OCBC 501-223344-001', 'card 501-223344-001'],
    ['d.o.b. 09.12.81', 'birthday 09.12.81'],
    ['his bday is 3rd of June 1990', 'birthday 3rd of June 1990'],
    ['landline 0131 496 0712', 'phone 0131 496 0712'],
    ['UAE 055 712 4490', 'phone 055 712 4490'],
    ['callback 8712 4490', 'phone 8712 4490'],
    ['POSB savings 771-22940-1', 'card 771-22940-1'],
    ['he was born in 1951', 'birthday 1951'],
    ['invoice no. 2026/08/3391', 'order 2026/08/3391'],
    ['the grey honda KPL 3391', 'plate KPL 3391'],
    ['she just turned 64 years old', 'birthday 64'],
    ['paid S$3,200 yesterday', 'amount S$3,200'],
    ['only RM 250 left', 'amount RM 250'],
    ['he gave me two hundred and fifty dollars', 'amount two hundred and fifty dollars'],
    ['mary.png.ong [at] outlook [dot] com', 'email mary.png.ong [at] outlook [dot] com'],
  ])('%s', (text, value) => {
    expect(found(text)).toContain(value)
  })

  it.each([
    'turn it 90 degrees',
    'the company was founded in 1951',
    'key: value',
    'token expired',
    'API key rotation is scheduled',
    'turned 30 minutes into an hour',
    'a 12 year old bug',
    'at com.a.b.C$1.run(C.java:203)',
    'bus 96 to campus',
    'the car and the 300 others',
    'build 20261123 failed',
    'we have 1200 1300 and 1400 in stock',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([])
  })
})
