//! Pictures as containers of pieces, and the same without what stands beside the pixels. Only pieces that are known to belong to
//! the picture stay. Read in one go and by length alone: nothing is nested, and ten megabytes of the smallest pieces cost what
//! ten megabytes cost. (The library for this calls itself for each list inside a list, which a stranger makes as deep as they like.)

/// A TIFF header and a directory of one entry: how the picture is to be turned (0x0112, a short).
const TURNED: [u8; 26] = *b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x00\0\0\0\0\0\0\0";
/// Where the turn stands in it.
const TURN_AT: usize = 18;

/// The picture without its notes; of one that is out of order, what comes before that. Nothing for what is no picture after all.
/// `turn` is how it is to be turned, as EXIF counts it: that stays, by itself.
pub(super) fn without_notes(bytes: &[u8], turn: u8) -> Option<Vec<u8>> {
    match bytes {
        [0xff, 0xd8, ..] => Jpeg { turn }.copied(bytes, 2),
        [0x89, b'P', b'N', b'G', ..] => Png { turn }.copied(bytes, 8),
        [b'R', b'I', b'F', b'F', ..] => Webp { turn }.copied(bytes, 12),
        [b'G', b'I', b'F', b'8', ..] => Gif.copied(bytes, 13 + palette(*bytes.get(10)?)),
        _ => None,
    }
}

/// What is to be done with a piece.
struct Piece {
    /// Where it ends.
    end: usize,
    /// Does it belong to the picture?
    is_kept: bool,
    /// Is it the last one? What comes behind it is dropped.
    is_last: bool,
}

/// A kind of container.
trait Container {
    /// The piece that begins at `at`; nothing when none does.
    fn piece(&self, bytes: &[u8], at: usize) -> Option<Piece>;

    /// What goes behind the first piece.
    fn note(&self) -> Vec<u8> {
        Vec::new()
    }

    /// The last touch.
    fn finish(&self, _: &mut Vec<u8>) {}

    /// Its head and every piece that is kept, the last one maybe cut off. Nothing when not even one piece is in order.
    fn copied(&self, bytes: &[u8], head: usize) -> Option<Vec<u8>> {
        let (mut out, mut at) = (bytes.get(..head)?.to_vec(), head);
        while let Some(piece) = self.piece(bytes, at)
            && (at > head || piece.end <= bytes.len())
        {
            if piece.is_kept {
                out.extend_from_slice(bytes.get(at..piece.end.min(bytes.len())).unwrap_or_default());
            }
            if at == head {
                out.extend_from_slice(&self.note());
            }
            at = piece.end;
            if piece.is_last {
                break;
            }
        }
        (at > head).then(|| {
            self.finish(&mut out);
            out
        })
    }
}

fn turned(turn: u8) -> [u8; 26] {
    let mut note = TURNED;
    if let Some(place) = note.get_mut(TURN_AT) {
        *place = turn;
    }
    note
}

/// JPEG (ITU-T T.81, annex B): segments with a length, and after the start of a scan its data, up to the next marker.
struct Jpeg {
    turn: u8,
}

impl Container for Jpeg {
    fn piece(&self, bytes: &[u8], at: usize) -> Option<Piece> {
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xff))?;
        let mut end = match marker {
            // May stand before any marker.
            0xff => at + 1,
            0x01 | 0xd0..=0xd9 => at + 2,
            _ => at + 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]).max(2)),
        };
        if marker == 0xda {
            end += scan(bytes.get(end..)?);
        }
        // Of what applications write: the head, the colours' profile, and what Adobe says of the components.
        let says = |words: &[u8]| bytes.get(at + 4..).is_some_and(|segment| segment.starts_with(words));
        let is_kept = match marker {
            0xe0 => says(b"JFIF\0"),
            0xe2 => says(b"ICC_PROFILE\0"),
            0xee => says(b"Adobe"),
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
            _ => true,
        };
        Some(Piece { end, is_kept, is_last: marker == 0xd9 })
    }

    fn note(&self) -> Vec<u8> {
        if self.turn <= 1 { Vec::new() } else { [b"\xff\xe1\0\x22Exif\0\0".as_slice(), &turned(self.turn)].concat() }
    }
}

/// How long a scan's data is: up to a marker that is neither a stuffed byte nor a restart.
fn scan(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| matches!(pair, [0xff, second] if !matches!(second, 0x00 | 0xd0..=0xd7));
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

/// PNG (clause 5): chunks with a length, a kind and a checksum.
struct Png {
    turn: u8,
}

impl Container for Png {
    fn piece(&self, bytes: &[u8], at: usize) -> Option<Piece> {
        let (length, kind) = bytes.get(at..at + 8)?.split_at_checked(4)?;
        let end = at.checked_add(usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?)?.checked_add(12)?;
        let is_kept = match kind {
            // Colours, and what moves.
            b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP" | b"cICP" | b"mDCV" | b"cLLI" | b"sBIT" | b"bKGD" | b"pHYs"
            | b"hIST" | b"sPLT" | b"acTL" | b"fcTL" | b"fdAT" => true,
            // No picture without these.
            _ => kind.first().is_some_and(u8::is_ascii_uppercase),
        };
        Some(Piece { end, is_kept, is_last: kind == b"IEND" })
    }

    fn note(&self) -> Vec<u8> {
        if self.turn <= 1 {
            return Vec::new();
        }
        let chunk = [b"eXIf".as_slice(), &turned(self.turn)].concat();
        [&26_u32.to_be_bytes()[..], &chunk, &checksum(&chunk).to_be_bytes()].concat()
    }
}

/// The checksum of a chunk (PNG, annex D).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

/// WebP (RFC 9649): chunks with a kind and a length, in a head that says how long they are together and what is among them.
struct Webp {
    turn: u8,
}

impl Container for Webp {
    fn piece(&self, bytes: &[u8], at: usize) -> Option<Piece> {
        let is_webp = bytes.get(8..12) == Some(b"WEBP");
        let (kind, length) = bytes.get(at..at + 8).filter(|_| is_webp)?.split_at_checked(4)?;
        let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        // Pieces have even places; behind the last one some programs leave the byte out that makes it so.
        let end = if end == bytes.len() { end } else { end.checked_add(length % 2)? };
        let is_kept = matches!(kind, b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP");
        Some(Piece { end, is_kept, is_last: false })
    }

    fn finish(&self, out: &mut Vec<u8>) {
        let is_turned = self.turn > 1;
        if is_turned {
            out.extend_from_slice(b"EXIF\x1a\0\0\0");
            out.extend_from_slice(&turned(self.turn));
        }
        // The head says that there are EXIF (0x08) and XMP (0x04).
        if out.get(12..16) == Some(b"VP8X")
            && let Some(flags) = out.get_mut(20)
        {
            *flags = *flags & !0x0c | if is_turned { 0x08 } else { 0 };
        }
        let length = u32::try_from(out.len().saturating_sub(8)).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(place) = out.get_mut(4..8) {
            place.copy_from_slice(&length);
        }
    }
}

/// GIF (89a, appendix A): blocks, each of a kind of its own, most of them with pieces behind a length.
struct Gif;

impl Container for Gif {
    fn piece(&self, bytes: &[u8], at: usize) -> Option<Piece> {
        let (first, label) = (*bytes.get(at)?, bytes.get(at + 1).copied());
        let (end, is_kept) = match (first, label) {
            // A picture: its place, its palette, the size of its codes, its pixels.
            (0x2c, _) => (pieces(bytes, at + 11 + palette(*bytes.get(at + 9)?)), true),
            // How it is shown, and words that are drawn.
            (0x21, Some(0xf9 | 0x01)) => (pieces(bytes, at + 2), true),
            // How often it moves; other programs' notes go.
            (0x21, Some(0xff)) => (pieces(bytes, at + 2), bytes.get(at + 3..at + 14) == Some(b"NETSCAPE2.0")),
            (0x21, Some(_)) => (pieces(bytes, at + 2), false),
            (0x3b, _) => (at + 1, true),
            _ => return None,
        };
        Some(Piece { end, is_kept, is_last: first == 0x3b })
    }
}

/// How long a palette is, by its flags.
fn palette(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the pieces that begin at `at` end: each has a length before it, and the last one has none. Behind the end of what is
/// cut off.
fn pieces(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let length = bytes.get(at).map_or(0, |length| usize::from(*length));
        at += 1 + length;
        if length == 0 {
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_the_picture_or_between_its_scans_goes_too() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x08JFIF\0x\xff\xe0\0\x07JFXX\0\xff\xda\0\x02ab\xff\x00c\xff\xd1d\xff\xe1\0\x06home\xff\xda\0\x02ef\xff\xd9GPS";
        let clean = b"\xff\xd8\xff\xe0\0\x08JFIF\0x\xff\xda\0\x02ab\xff\x00c\xff\xd1d\xff\xda\0\x02ef\xff\xd9";
        assert_eq!(without_notes(jpeg, 1).as_deref(), Some(&clean[..]));
        let turned = without_notes(jpeg, 6).unwrap();
        assert_eq!(&turned[2..16], b"\xff\xe0\0\x08JFIF\0x\xff\xe1\0\x22", "the first segment stays first");
    }

    #[test]
    fn the_head_of_a_webp_says_what_is_left() {
        let webp = b"RIFF\x2a\0\0\0WEBPVP8X\x0a\0\0\0\x0c123456789EXIF\x03\0\0\0GPS\0VP8 \0\0\0\0";
        let clean = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x00123456789VP8 \0\0\0\0";
        assert_eq!(without_notes(webp, 1).as_deref(), Some(&clean[..]));
        let turned = without_notes(webp, 6).unwrap();
        assert_eq!((turned[4], turned[20], &turned[38..46]), (0x40, 0x08, b"EXIF\x1a\0\0\0".as_slice()));
        assert!(!turned.windows(3).any(|words| words == b"GPS"));
    }

    #[test]
    fn a_gif_keeps_every_picture_and_how_they_move() {
        const PICTURE: &[u8] = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0";
        let moves = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let notes = b"\x21\xfe\x04home\0\x21\xff\x0bXMP DataXMP\x03GPS\0";
        let head = b"GIF89a\x01\0\x01\0\x80\0\0abcdef";
        let gif = [head, &moves[..], notes, PICTURE, notes, PICTURE, b";GPS"].concat();
        let clean = [head, &moves[..], PICTURE, PICTURE, b";"].concat();
        assert_eq!(without_notes(&gif, 1), Some(clean.clone()));
        assert_eq!(without_notes(&clean, 1), Some(clean));
        assert_eq!(without_notes(b"GIF89a and GIF87a are two formats.", 1), None, "words about pictures are words");
    }

    #[test]
    fn of_what_is_out_of_order_the_part_before_stays() {
        let whole = [
            &b"\xff\xd8\xff\xe0\0\x07JFIF\0\xff\xe1\0\x05GPS\xff\xd9"[..],
            b"\x89PNG\r\n\x1a\n\0\0\0\0IHDRabcd\0\0\0\x03eXIfGPSabcd\0\0\0\0IENDabcd",
            b"RIFF\x19\0\0\0WEBPVP8 \0\0\0\0EXIF\x03\0\0\0GPS\0",
            b"GIF89a\x01\0\x01\0\0\0\0\x21\xf9\x04\0\0\0\0\0\x21\xfe\x03GPS\0;",
        ];
        for bytes in whole {
            let clean = without_notes(bytes, 1).unwrap();
            for length in 4..bytes.len() {
                let Some(cut) = without_notes(&bytes[..length], 1) else { continue };
                assert!(
                    cut.len() <= clean.len() && !cut.windows(3).any(|words| words == b"GPS"),
                    "{length} of {bytes:?}: {cut:?}"
                );
            }
        }
        // What is cut off in the middle of its pixels is shown as far as it goes, so that stays.
        let cut = [
            &b"\x89PNG\r\n\x1a\n\0\0\0\0IHDRabcd\0\0\0\x09IDATabc"[..],
            b"RIFF\x1f\0\0\0WEBPVP8X\x02\0\0\0\0\0VP8 \x09\0\0\0abc",
            b"RIFF\x0d\0\0\0WEBPVP8 \x01\0\0\0a",
            b"GIF89a\x01\0\x01\0\0\0\0\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x09ab",
        ];
        for bytes in cut {
            let kept = without_notes(bytes, 1).unwrap();
            assert_eq!(kept.get(8..), bytes.get(8..), "{bytes:?}");
        }
        for bytes in [&b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDRabcd"[..], b"\xff\xd8 no picture", b"RIFF\0\0\0\0WAVEdata\0\0\0\0"]
        {
            assert_eq!(without_notes(bytes, 1), None, "{bytes:?}");
        }
    }
}
