// Photographs for a paper, made small before they leave this machine: what the camera wrote beside the picture (when, where,
// whose) stays here, because only what is drawn is sent.

/** Long side in pixels: enough to read a seal's number in a frame of eight centimetres. */
const LONGEST = 1600
const QUALITY = 0.82

/** The picture as JPEG in base64; null: this browser cannot open it. */
export async function photoOf(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) return null
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const paper = canvas.getContext('2d')
  if (paper === null) return null
  paper.fillStyle = '#fff' // a picture may have holes; JPEG has none
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return canvas.toDataURL('image/jpeg', QUALITY).replace(/^data:[^,]*,/, '')
}
