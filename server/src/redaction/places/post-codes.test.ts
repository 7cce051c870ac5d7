import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const places = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'address')
    .map(({ start, end }) => text.slice(start, end))

describe('addresses by what no other text has', () => {
  it.each([
    ['I stay Blk 77 Marine Crescent #05-118', 'Blk 77 Marine Crescent #05-118'],
    ['send to 9 Jalan Kayu #02-11, Singapore 799452', '9 Jalan Kayu #02-11, Singapore 799452'],
    ['parcel for The Old Mill, Ferry Lane, Great Denton OX9 4QT', 'The Old Mill, Ferry Lane, Great Denton OX9 4QT'],
    ['Flat C, 21/F, Tower 2, Sunrise Court, Sha Tin', 'Flat C, 21/F, Tower 2, Sunrise Court, Sha Tin'],
    ['he is from Taman Desa 3/7, 58100 KL', 'Taman Desa 3/7, 58100 KL'],
    ['18 Rue de Sèvres, 75006 Paris', '18 Rue de Sèvres, 75006 Paris'],
    ['Lindenstrasse 8, 10969 Berlin', 'Lindenstrasse 8, 10969 Berlin'],
    ['Flat 9, Om Vihar, Station Road, Nashik 422001', 'Flat 9, Om Vihar, Station Road, Nashik 422001'],
    ['No. 4, Jalan SS3/19, 47300 Petaling Jaya', 'No. 4, Jalan SS3/19, 47300 Petaling Jaya'],
    ['postcode is OX9 4QT', 'OX9 4QT'],
    ['unit #11-204', '#11-204'],
  ])('%s', (text, value) => {
    expect(places(text)).toContain(value)
  })

  it.each([
    'Fixes #1234 and #12',
    'see PR #91-2',
    'Block party on Saturday',
    'git commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'sent via Bluetooth 5',
    'Singapore is hot',
    'the 3rd Floor is closed',
  ])('%s is none', (text) => {
    expect(places(text)).toEqual([])
  })
})
