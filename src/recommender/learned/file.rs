//! A model as bytes: a mark, a format number and a length, then sections, then a checksum over all of it.
//!
//! Everything is checked when it is read, so that what was read can be used without checks: a model that is cut off,
//! altered, of another kind or format, or that has a number that is none is an error and never a wrong list.

mod sequence;

use sha2::{Digest, Sha256};

use super::half::{from_half, is_finite, to_half};
use super::{Learned, Rows};
use crate::recommender::ids::VideoId;
use crate::recommender::mixture::MixtureWeights;
use crate::recommender::ranker::{LAYOUT, SiteRanker};
use crate::recommender::ranking::{Parts, Ranker};
use crate::recommender::training::{Factors, Vectors};

const MARK: &[u8; 8] = b"KINORA-L";
const FORMAT: u32 = 1;
const CHECKSUM_BYTES: usize = 32;
const HEAD_BYTES: usize = MARK.len() + 4 + 8;
const LONGEST_VERSION: usize = 100;
const MOST_DIMENSIONS: usize = 1_024;
const MOST_LAYERS: usize = 8;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    #[error("it is no model of this program")]
    Foreign,
    #[error("it has format {0}, which this version of the program does not read")]
    OtherFormat(u32),
    #[error("it is cut off or too long: {is} bytes in place of {wanted}")]
    Length { is: usize, wanted: u64 },
    #[error("its checksum is wrong")]
    Checksum,
    #[error("its part {0} cannot be right")]
    Content(&'static str),
}

impl Learned {
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.section(b"ABOU", |out| {
            out.bytes(self.version.as_bytes());
            out.i64(self.trained_until_ms);
        });
        body.section(b"VIDE", |out| self.videos.iter().for_each(|video| out.i64(video.0)));
        for (name, rows) in [(b"TOGE", &self.together), (b"NEXT", &self.next)] {
            if let Some(rows) = rows {
                body.section(name, |out| write_rows(out, rows));
            }
        }
        if let Some(factors) = &self.factors {
            body.section(b"FACT", |out| write_factors(out, factors));
        }
        if let Some(network) = &self.sequence {
            body.section(b"SEQU", |out| sequence::write(out, network));
        }
        if let Some(mixture) = &self.mixture {
            body.section(b"MIXT", |out| out.bytes(mixture.to_text().as_bytes()));
        }
        if let Some(ranker) = &self.ranker {
            body.section(b"RANK", |out| write_ranker(out, ranker));
        }
        let mut all = Vec::with_capacity(HEAD_BYTES + body.0.len() + CHECKSUM_BYTES);
        all.extend_from_slice(MARK);
        all.extend_from_slice(&FORMAT.to_le_bytes());
        all.extend_from_slice(&((HEAD_BYTES + body.0.len() + CHECKSUM_BYTES) as u64).to_le_bytes());
        all.extend_from_slice(&body.0);
        let checksum = Sha256::digest(&all);
        all.extend_from_slice(&checksum);
        all
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, BadModel> {
        let mut body = Reader(checked(bytes)?);
        let mut learned = Self::default();
        let (mut has_about, mut has_videos) = (false, false);
        while !body.0.is_empty() {
            let (name, mut section) = body.section()?;
            match &name {
                b"ABOU" => {
                    (learned.version, learned.trained_until_ms) = read_about(&mut section)?;
                    has_about = true;
                }
                b"VIDE" => {
                    learned.videos = read_videos(&mut section)?.into();
                    has_videos = true;
                }
                b"TOGE" => {
                    learned.together = Some(read_rows(&mut section, learned.videos.len(), "together")?)
                }
                b"NEXT" => learned.next = Some(read_rows(&mut section, learned.videos.len(), "next")?),
                b"FACT" => learned.factors = Some(read_factors(&mut section, learned.videos.len())?),
                b"SEQU" => learned.sequence = Some(sequence::read(&mut section, learned.videos.len())?),
                b"MIXT" => learned.mixture = Some(read_mixture(&mut section)?),
                b"RANK" => learned.ranker = read_ranker(&mut section)?,
                _ => return Err(BadModel::Content("of an unknown name")),
            }
            if !section.0.is_empty() {
                return Err(BadModel::Content("with something after its end"));
            }
        }
        if has_about && has_videos { Ok(learned) } else { Err(BadModel::Content("that names its videos")) }
    }
}

/// What is between the head and the checksum, if both are right.
fn checked(bytes: &[u8]) -> Result<&[u8], BadModel> {
    if bytes.get(..MARK.len()) != Some(MARK) {
        return Err(BadModel::Foreign);
    }
    let mut head = Reader(&bytes[MARK.len()..]);
    let cut_off = |wanted| BadModel::Length { is: bytes.len(), wanted };
    let format = head.u32("head").map_err(|_| cut_off(HEAD_BYTES as u64))?;
    if format != FORMAT {
        return Err(BadModel::OtherFormat(format));
    }
    let wanted = head.u64("head").map_err(|_| cut_off(HEAD_BYTES as u64))?;
    if wanted != bytes.len() as u64 || bytes.len() < HEAD_BYTES + CHECKSUM_BYTES {
        return Err(cut_off(wanted));
    }
    let (content, checksum) = bytes.split_at(bytes.len() - CHECKSUM_BYTES);
    if Sha256::digest(content).as_slice() != checksum {
        return Err(BadModel::Checksum);
    }
    Ok(&content[HEAD_BYTES..])
}

fn read_about(section: &mut Reader<'_>) -> Result<(String, i64), BadModel> {
    const PART: &str = "about itself";
    let version = String::from_utf8(section.bytes(PART)?.to_vec()).map_err(|_| BadModel::Content(PART))?;
    if version.len() > LONGEST_VERSION {
        return Err(BadModel::Content(PART));
    }
    Ok((version, section.i64(PART)?))
}

fn read_videos(section: &mut Reader<'_>) -> Result<Vec<VideoId>, BadModel> {
    const PART: &str = "that names its videos";
    let videos = section.rest_in::<8>(PART)?.map(|id| VideoId(i64::from_le_bytes(id))).collect::<Vec<_>>();
    let are_sorted = videos.windows(2).all(|pair| pair[0] < pair[1]);
    if are_sorted && u32::try_from(videos.len()).is_ok() { Ok(videos) } else { Err(BadModel::Content(PART)) }
}

fn write_rows(out: &mut Writer, rows: &Rows) {
    out.u64(rows.len() as u64);
    rows.starts.iter().chain(&rows.columns).for_each(|number| out.u32(*number));
    rows.weights.iter().for_each(|weight| out.0.extend_from_slice(&weight.to_le_bytes()));
}

fn read_rows(section: &mut Reader<'_>, videos: usize, part: &'static str) -> Result<Rows, BadModel> {
    let count = usize::try_from(section.u64(part)?).map_err(|_| BadModel::Content(part))?;
    let starts = section.many::<4>(videos + 1, part)?.map(u32::from_le_bytes).collect::<Vec<_>>();
    let columns = section.many::<4>(count, part)?.map(u32::from_le_bytes).collect::<Vec<_>>();
    let weights = section.many::<2>(count, part)?.map(u16::from_le_bytes).collect::<Vec<_>>();
    let in_order = starts.windows(2).all(|pair| pair[0] <= pair[1]);
    let whole = starts.first() == Some(&0) && starts.last().map(|end| *end as usize) == Some(count);
    let in_range = columns.iter().all(|column| (*column as usize) < videos);
    let finite = weights.iter().all(|weight| is_finite(*weight));
    if in_order && whole && in_range && finite {
        Ok(Rows { starts, columns, weights })
    } else {
        Err(BadModel::Content(part))
    }
}

fn write_factors(out: &mut Writer, factors: &Vectors) {
    out.u32(factors.setting.dimensions as u32);
    out.u32(factors.setting.rounds as u32);
    out.f32(factors.setting.unwatched);
    out.f32(factors.setting.ridge);
    factors.everything.iter().for_each(|cell| out.f32(*cell));
    factors.items.iter().for_each(|cell| out.0.extend_from_slice(&to_half(*cell).to_le_bytes()));
}

fn read_factors(section: &mut Reader<'_>, videos: usize) -> Result<Vectors, BadModel> {
    const PART: &str = "factors";
    let (dimensions, rounds) = (section.u32(PART)? as usize, section.u32(PART)? as usize);
    let (unwatched, ridge) = (section.f32(PART)?, section.f32(PART)?);
    if !(1..=MOST_DIMENSIONS).contains(&dimensions) || unwatched < 0.0 || ridge <= 0.0 {
        return Err(BadModel::Content(PART));
    }
    let everything = section.many::<4>(dimensions * dimensions, PART)?.map(f32::from_le_bytes);
    let everything: Vec<f32> = everything.collect();
    let items = section.many::<2>(videos * dimensions, PART)?.map(u16::from_le_bytes);
    let items: Vec<u16> = items.collect();
    if !everything.iter().all(|cell| cell.is_finite()) || !items.iter().all(|cell| is_finite(*cell)) {
        return Err(BadModel::Content(PART));
    }
    let items = items.into_iter().map(from_half).collect();
    Ok(Vectors { setting: Factors { dimensions, unwatched, ridge, rounds }, items, everything })
}

fn read_mixture(section: &mut Reader<'_>) -> Result<MixtureWeights, BadModel> {
    const PART: &str = "mixture";
    let text = std::str::from_utf8(section.bytes(PART)?).map_err(|_| BadModel::Content(PART))?;
    MixtureWeights::from_text(text).ok_or(BadModel::Content(PART))
}

fn write_ranker(out: &mut Writer, ranker: &SiteRanker) {
    let parts = ranker.network().to_parts();
    out.u32(u32::from(LAYOUT));
    out.f32(ranker.share());
    out.u32(parts.quantiles.len() as u32);
    for (values, shares) in &parts.quantiles {
        out.u32(values.len() as u32);
        values.iter().chain(shares).for_each(|number| out.f32(*number));
    }
    out.u32(parts.widths.len() as u32);
    parts.widths.iter().for_each(|width| out.u32(*width as u32));
    parts.weights.iter().for_each(|weight| out.f32(*weight));
}

/// None: it judges rows that this version of the program makes differently.
fn read_ranker(section: &mut Reader<'_>) -> Result<Option<SiteRanker>, BadModel> {
    const PART: &str = "ranker";
    if section.u32(PART)? != u32::from(LAYOUT) {
        section.0 = &[];
        return Ok(None);
    }
    let share = section.f32(PART)?;
    let mut quantiles = Vec::new();
    for _ in 0..section.u32(PART)? {
        let knots = section.u32(PART)? as usize;
        let mut numbers =
            || Ok(section.many::<4>(knots, PART)?.map(f32::from_le_bytes).collect::<Vec<f32>>());
        quantiles.push((numbers()?, numbers()?));
    }
    let layers = section.u32(PART)? as usize;
    if layers > MOST_LAYERS {
        return Err(BadModel::Content(PART));
    }
    let widths: Vec<usize> =
        section.many::<4>(layers, PART)?.map(|width| u32::from_le_bytes(width) as usize).collect();
    if widths.iter().any(|width| *width > MOST_DIMENSIONS) {
        return Err(BadModel::Content(PART));
    }
    let weights = section.rest_in::<4>(PART)?.map(f32::from_le_bytes).collect();
    let network = Ranker::from_parts(Parts { quantiles, widths, weights });
    let ranker = network.and_then(|network| SiteRanker::new(network, share));
    ranker.map(Some).ok_or(BadModel::Content(PART))
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn section(&mut self, name: &[u8; 4], write: impl FnOnce(&mut Writer)) {
        let mut section = Writer::default();
        write(&mut section);
        self.0.extend_from_slice(name);
        self.bytes(&section.0);
    }

    /// With their number before them.
    fn bytes(&mut self, bytes: &[u8]) {
        self.u64(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn u32(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn u64(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn i64(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn f32(&mut self, number: f32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

/// What is left to read. Each reading names the part it is for, to say where something is wrong.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn section(&mut self) -> Result<([u8; 4], Reader<'a>), BadModel> {
        const PART: &str = "after the last whole one";
        let name = self.array::<4>(PART)?;
        Ok((name, Reader(self.bytes(PART)?)))
    }

    fn bytes(&mut self, part: &'static str) -> Result<&'a [u8], BadModel> {
        let count = usize::try_from(self.u64(part)?).map_err(|_| BadModel::Content(part))?;
        self.take(count, part)
    }

    fn take(&mut self, count: usize, part: &'static str) -> Result<&'a [u8], BadModel> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(BadModel::Content(part))?;
        self.0 = rest;
        Ok(taken)
    }

    /// `count` values of so many bytes each.
    fn many<const BYTES: usize>(
        &mut self,
        count: usize,
        part: &'static str,
    ) -> Result<impl Iterator<Item = [u8; BYTES]> + 'a, BadModel> {
        let bytes = count.checked_mul(BYTES).ok_or(BadModel::Content(part))?;
        Ok(self.take(bytes, part)?.as_chunks::<BYTES>().0.iter().copied())
    }

    fn rest_in<const BYTES: usize>(
        &mut self,
        part: &'static str,
    ) -> Result<impl Iterator<Item = [u8; BYTES]> + 'a, BadModel> {
        if !self.0.len().is_multiple_of(BYTES) {
            return Err(BadModel::Content(part));
        }
        self.many(self.0.len() / BYTES, part)
    }

    fn array<const BYTES: usize>(&mut self, part: &'static str) -> Result<[u8; BYTES], BadModel> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(BadModel::Content(part))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u32(&mut self, part: &'static str) -> Result<u32, BadModel> {
        self.array(part).map(u32::from_le_bytes)
    }

    fn u64(&mut self, part: &'static str) -> Result<u64, BadModel> {
        self.array(part).map(u64::from_le_bytes)
    }

    fn i64(&mut self, part: &'static str) -> Result<i64, BadModel> {
        self.array(part).map(i64::from_le_bytes)
    }

    fn f32(&mut self, part: &'static str) -> Result<f32, BadModel> {
        let number = self.array(part).map(f32::from_le_bytes)?;
        if number.is_finite() { Ok(number) } else { Err(BadModel::Content(part)) }
    }
}

#[cfg(test)]
mod tests;
