//! Pictures: what is shown of them, and what is taken out of them. A camera writes into a picture where it was taken; nobody
//! else gets that. What is shown is drawn anew from the pixels, in two sizes, within limits of bytes, pixels, memory and time.

use std::fs;
use std::io::{self, BufRead, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use model::fault::Fault;
use model::id::AttachmentId;
use model::limit::PICTURE_PIXELS_MAX;
use model::message::Picture;
use model::person::Side;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{containers, off_thread};
use crate::error::{Error, Result};

/// Longest side, in pixels.
const SIDE_MAX: u32 = 16_384;
/// Memory that one decoder may take.
const MEMORY_MAX: u64 = 128 * 1024 * 1024;
/// Most bytes of a picture that one can see through; a larger one is shown without that.
const SEE_THROUGH_MAX: usize = 4 * 1024 * 1024;
/// How long a picture is waited for. Its thread comes to an end by the limits above.
const PATIENCE: Duration = Duration::from_secs(10);
/// Side of an agent's own picture, in pixels: four times the largest that a page gives it.
const SQUARE: u32 = 192;
/// JPEG's own scale of 1 to 100.
const QUALITY: u8 = 82;

/// Pictures that are drawn at once: each takes a core and much memory. Agents do not wait for strangers.
static DRAWING: [Semaphore; 2] = [Semaphore::const_new(1), Semaphore::const_new(1)];
/// Files that are cleaned at once: each is in memory twice.
static CLEANING: Semaphore = Semaphore::const_new(2);

/// How large a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Beside its message.
    Small,
    /// By itself.
    Large,
}

impl Size {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Small, Self::Large];

    /// The word in its address and in its file's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    /// The size of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.word() == word)
    }

    /// The longest side, in pixels: twice what the page gives it, for fine screens.
    const fn side(self) -> u32 {
        match self {
            Self::Small => 640,
            Self::Large => 2000,
        }
    }

    /// Where its bytes are.
    pub(super) fn path(self, folder: &Path, id: AttachmentId) -> PathBuf {
        folder.join(id.to_string()).with_extension(self.word())
    }
}

/// Takes out of the file what a camera wrote into it, and gives its new size and SHA-256; nothing when it stays as it is. Whoever
/// finds no seat in time is refused: a file is never kept with what it should not tell.
pub(super) async fn clean(path: PathBuf) -> Result<Option<(usize, String)>> {
    let seat = tokio::time::timeout(PATIENCE, CLEANING.acquire()).await.map_err(|_| Error::from(Fault::Unavailable))?;
    let seat = seat.map_err(Error::unexpected)?;
    off_thread(move || {
        let _seat = seat;
        let Some(cleaned) = bare(&fs::read(&path)?) else { return Ok(None) };
        rewrite(&path, &cleaned)?;
        Ok(Some((cleaned.len(), crate::token::hex(&Sha256::digest(&cleaned)))))
    })
    .await
}

/// Puts other bytes into a file, which is never made anew: whoever sent it may be gone by now, and their draft with them.
fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Draws both sizes of the picture at `original` and keeps them; nothing when it is none, is too large, or takes too long. What
/// a picture does to a decoder never refuses the file; but whoever finds no seat in time is refused, because what is not drawn
/// now never is.
pub(super) async fn draw(original: PathBuf, folder: PathBuf, id: AttachmentId, by: Side) -> Result<Option<Picture>> {
    let seat = seat(by, PATIENCE).await?;
    let work = tokio::task::spawn_blocking(move || {
        let _seat = seat;
        let drawn = read(&original).and_then(|picture| keep(&picture, &folder, id));
        drawn.inspect_err(|error| tracing::info!(file.id = %id, error = %error, "a picture is offered as a file only")).ok()
    });
    Ok(tokio::time::timeout(PATIENCE, work).await.ok().and_then(|drawn| drawn.ok().flatten()))
}

/// The middle of the picture at `original`, as a small square; nothing where `draw` would draw nothing.
pub(super) async fn square(original: PathBuf, by: Side) -> Result<Option<Vec<u8>>> {
    let seat = seat(by, PATIENCE).await?;
    let work = tokio::task::spawn_blocking(move || {
        let _seat = seat;
        read(&original).and_then(|picture| encoded(&middle(&picture))).ok()
    });
    Ok(tokio::time::timeout(PATIENCE, work).await.ok().and_then(|drawn| drawn.ok().flatten()))
}

fn middle(picture: &DynamicImage) -> DynamicImage {
    let side = picture.width().min(picture.height());
    let (x, y) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let square = picture.crop_imm(x, y, side, side);
    let small = if side <= SQUARE { square } else { square.thumbnail(SQUARE, SQUARE) };
    // On white, so that nothing shows through it.
    let mut whole = image::RgbaImage::from_pixel(small.width(), small.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut whole, &small.into_rgba8(), 0, 0);
    DynamicImage::ImageRgba8(whole).into_rgb8().into()
}

async fn seat(by: Side, patience: Duration) -> Result<SemaphorePermit<'static>> {
    let [agents, others] = &DRAWING;
    let seats = if by == Side::Agent { agents } else { others };
    let seat = tokio::time::timeout(patience, seats.acquire()).await.map_err(|_| Error::from(Fault::Unavailable))?;
    seat.map_err(Error::unexpected)
}

fn read(path: &Path) -> io::Result<DynamicImage> {
    decoded(ImageReader::open(path)?)
}

/// The pixels, turned as the camera says.
fn decoded(reader: ImageReader<impl BufRead + Seek>) -> io::Result<DynamicImage> {
    let mut decoder = limited(reader)?;
    let (width, height) = decoder.dimensions();
    // The limits above bind a decoder's own needs, not the pixels that it gives.
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        return Err(io::Error::other("more pixels than are shown"));
    }
    let turned = decoder.orientation().map_err(io::Error::other)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(io::Error::other)?;
    // No screen shows finer shades than these.
    let mut picture = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    picture.apply_orientation(turned);
    Ok(picture)
}

fn limited<'r, R: BufRead + Seek + 'r>(reader: ImageReader<R>) -> io::Result<impl ImageDecoder + 'r> {
    let mut reader = reader.with_guessed_format()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE_MAX), Some(SIDE_MAX), Some(MEMORY_MAX));
    reader.limits(limits);
    reader.into_decoder().map_err(io::Error::other)
}

/// Keeps both sizes, and says how large the small one is.
fn keep(picture: &DynamicImage, folder: &Path, id: AttachmentId) -> io::Result<Picture> {
    let large = within(picture, Size::Large);
    let small = within(&large, Size::Small);
    for (size, shown) in [(Size::Large, &large), (Size::Small, &small)] {
        write(&size.path(folder, id), &encoded(shown)?)?;
    }
    Ok(Picture { width: i64::from(small.width()), height: i64::from(small.height()) })
}

fn within(picture: &DynamicImage, size: Size) -> DynamicImage {
    let longest = size.side();
    let is_within = picture.width() <= longest && picture.height() <= longest;
    if is_within { picture.clone() } else { picture.thumbnail(longest, longest) }
}

/// As PNG where there is something to see through, or few colours such as a screen has; as JPEG otherwise, whichever is smaller.
fn encoded(picture: &DynamicImage) -> io::Result<Vec<u8>> {
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(io::Error::other)?;
    if picture.color().has_alpha() && png.len() <= SEE_THROUGH_MAX {
        return Ok(png);
    }
    let mut jpeg = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).map_err(io::Error::other)?;
    Ok(if jpeg.len() < png.len() { jpeg } else { png })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Not the name of the draft that it may be drawn from.
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    fs::write(&draft, bytes)?;
    fs::rename(draft, path)
}

/// A picture as it is shown, open for reading: whoever reads slowly costs no more than whoever reads fast.
#[derive(Debug)]
pub struct Shown {
    /// Its bytes.
    pub file: fs::File,
    /// How many they are.
    pub bytes: u64,
    /// Its media type.
    pub kind: &'static str,
}

impl Shown {
    /// Nothing where it was not drawn.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        let mut file = match fs::File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut first = [0; 4];
        file.read_exact(&mut first)?;
        file.rewind()?;
        Ok(Some(Self { bytes: file.metadata()?.len(), file, kind: kind_of(&first) }))
    }
}

/// The media type of what was drawn here, which is either of two, by its first bytes.
pub fn kind_of(drawn: &[u8]) -> &'static str {
    if drawn.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
}

/// The picture without what its camera and its programs wrote beside the pixels; only how it is to be turned stays. Its pixels
/// are the same, and it moves as before. Nothing when there is nothing to take out, or when it is no picture after all.
fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let cleaned = containers::without_notes(bytes, turn_of(bytes))?;
    (cleaned != bytes).then_some(cleaned)
}

/// How a picture is to be turned, as EXIF counts it (1: as it is).
fn turn_of(bytes: &[u8]) -> u8 {
    let decoder = limited(ImageReader::new(Cursor::new(bytes))).ok();
    decoder.and_then(|mut decoder| decoder.orientation().ok()).map_or(1, image::metadata::Orientation::to_exif)
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder, Rgb, RgbImage};

    use super::*;

    /// Red beside blue, as a camera held upright writes it: to be turned by 90°, with a place and other notes beside the pixels.
    fn photograph() -> Vec<u8> {
        let mut pixels = RgbImage::new(16, 8);
        for (x, _, pixel) in pixels.enumerate_pixels_mut() {
            *pixel = if x < 8 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
        }
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
        let mut exif = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 38.7223N 9.1393W");
        encoder.set_exif_metadata(exif).unwrap();
        encoder.write_image(&pixels, 16, 8, image::ExtendedColorType::Rgb8).unwrap();
        let notes = b"\xff\xed\0\x12Photoshop by Ada\xff\xfe\0\x09at home\xff\xe1\0\x0cxap/1 home";
        bytes.splice(2..2, notes.iter().copied());
        bytes
    }

    /// A chunk as PNG has them, with its checksum (annex D).
    fn chunk(kind: [u8; 4], words: &[u8]) -> Vec<u8> {
        let step = |sum: u32, _: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        let of = [&kind[..], words].concat();
        let sum = !of.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step));
        [&u32::try_from(words.len()).unwrap().to_be_bytes()[..], &of, &sum.to_be_bytes()].concat()
    }

    /// A whole PNG: its signature and head take 33 bytes.
    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    fn holds(bytes: &[u8], words: &str) -> bool {
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    }

    #[test]
    fn what_a_camera_writes_beside_the_pixels_goes_and_how_to_turn_them_stays() {
        let photograph = photograph();
        let cleaned = bare(&photograph).unwrap();
        for words in ["GPS", "Photoshop", "at home", "xap"] {
            assert!(holds(&photograph, words) && !holds(&cleaned, words), "{words}");
        }
        assert_eq!((turn_of(&photograph), turn_of(&cleaned)), (6, 6));
        assert_eq!(bare(&cleaned), None, "there is nothing left to take out");
        let before = image::load_from_memory(&photograph).unwrap();
        assert_eq!(before, image::load_from_memory(&cleaned).unwrap(), "not a pixel is another one");
    }

    #[test]
    fn words_in_a_png_go_too() {
        let bytes = png(&DynamicImage::new_rgba8(4, 4));
        let mut noted = bytes.clone();
        noted.splice(33..33, chunk(*b"tEXt", b"Author\0Ada"));
        assert_eq!(bare(&noted), Some(bytes.clone()));
        assert_eq!((bare(&bytes), bare(b"no picture at all"), bare(b"\xff\xd8\xff\xe0 cut off")), (None, None, None));
        let mut turned = bytes.clone();
        let exif = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 38.7223N";
        turned.splice(33..33, chunk(*b"eXIf", exif));
        let cleaned = bare(&turned).unwrap();
        assert_eq!((turn_of(&turned), turn_of(&cleaned), holds(&cleaned, "GPS")), (6, 6, false));
        assert_eq!(image::load_from_memory(&cleaned).unwrap(), image::load_from_memory(&turned).unwrap());
    }

    #[test]
    fn a_draft_that_is_gone_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draft.part");
        fs::write(&path, "a longer text").unwrap();
        rewrite(&path, b"short").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"short");
        fs::remove_file(&path).unwrap();
        assert!(rewrite(&path, b"short").is_err() && !path.exists());
    }

    #[tokio::test]
    async fn both_sizes_are_drawn_upright_and_within_their_sides() {
        let folder = tempfile::tempdir().unwrap();
        let (original, id) = (folder.path().join("original"), AttachmentId(uuid::Uuid::from_u128(7)));
        fs::write(&original, photograph()).unwrap();
        let picture = draw(original.clone(), folder.path().to_owned(), id, Side::Customer).await.unwrap().unwrap();
        assert_eq!((picture.width, picture.height), (8, 16));
        let small = image::open(Size::Small.path(folder.path(), id)).err().map(|_| ());
        assert!(small.is_some(), "its name says no kind");
        let small = image::load_from_memory(&fs::read(Size::Small.path(folder.path(), id)).unwrap()).unwrap().to_rgb8();
        assert!(small.get_pixel(4, 2).0[0] > 200 && small.get_pixel(4, 13).0[2] > 200, "red above blue");
        fs::write(&original, png(&DynamicImage::new_rgb8(4000, 10))).unwrap();
        assert_eq!(draw(original.clone(), folder.path().to_owned(), id, Side::Customer).await.unwrap().unwrap().width, 640);
        let large = image::load_from_memory(&fs::read(Size::Large.path(folder.path(), id)).unwrap()).unwrap();
        assert_eq!(large.width(), 2000);
    }

    #[tokio::test]
    async fn an_agents_own_picture_is_its_upright_middle_and_small() {
        let folder = tempfile::tempdir().unwrap();
        let original = folder.path().join("original");
        fs::write(&original, photograph()).unwrap();
        let square = square(original.clone(), Side::Agent).await.unwrap().unwrap();
        assert!(!holds(&square, "GPS") && !holds(&square, "Photoshop"));
        let square = image::load_from_memory(&square).unwrap().to_rgb8();
        assert_eq!((square.width(), square.height()), (8, 8));
        assert!(square.get_pixel(4, 1).0[0] > 200 && square.get_pixel(4, 6).0[2] > 200, "red above blue");
        fs::write(&original, png(&DynamicImage::new_rgb8(900, 300))).unwrap();
        let wide = super::square(original.clone(), Side::Agent).await.unwrap().unwrap();
        let wide = image::load_from_memory(&wide).unwrap();
        assert_eq!((wide.width(), wide.height()), (SQUARE, SQUARE));
        fs::write(&original, png(&DynamicImage::new_rgba8(4, 4))).unwrap();
        let clear = super::square(original.clone(), Side::Agent).await.unwrap().unwrap();
        let clear = image::load_from_memory(&clear).unwrap();
        assert!(!clear.color().has_alpha() && clear.to_rgb8().get_pixel(1, 1).0 == [255; 3], "nothing shows through");
        fs::write(&original, b"\x89PNG\r\n\x1a\n..").unwrap();
        assert_eq!(super::square(original, Side::Agent).await.unwrap(), None);
    }

    #[tokio::test]
    async fn strangers_who_draw_keep_no_agent_waiting() {
        let strangers = seat(Side::Customer, PATIENCE).await.unwrap();
        let patience = Duration::from_millis(50);
        assert!(seat(Side::Agent, patience).await.is_ok());
        let refused = seat(Side::Customer, patience).await.map(|_| ());
        assert!(matches!(refused, Err(Error::Refused(Fault::Unavailable))), "and are refused in time: {refused:?}");
        drop(strangers);
    }

    #[tokio::test]
    async fn what_is_too_much_for_a_decoder_is_a_file_and_no_picture() {
        let folder = tempfile::tempdir().unwrap();
        let (original, id) = (folder.path().join("original"), AttachmentId(uuid::Uuid::from_u128(7)));
        // The head alone says it.
        let claims = |side: u32| {
            let mut bytes = png(&DynamicImage::new_luma8(1, 1));
            let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &bytes[24..29]].concat();
            bytes.splice(8..33, chunk(*b"IHDR", &head));
            bytes
        };
        // Every pixel is there, in few bytes: only there are too many.
        let plain = png(&DynamicImage::new_luma8(6000, 6000));
        // Few enough pixels, of 16 bits each: more memory than one picture gets.
        let deep = png(&DynamicImage::new_rgba16(4900, 4900));
        for bytes in [plain, deep, claims(20_000), claims(16_000), b"\x89PNG\r\n\x1a\n..".to_vec(), Vec::new()] {
            fs::write(&original, bytes).unwrap();
            assert_eq!(draw(original.clone(), folder.path().to_owned(), id, Side::Customer).await.unwrap(), None);
        }
        assert!(!Size::Small.path(folder.path(), id).exists());
    }
}
