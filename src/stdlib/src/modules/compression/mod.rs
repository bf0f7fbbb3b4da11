//! Compression that is fed piece by piece: what `bz2` and `lzma` share.

pub mod bz2;
mod filters;
pub mod lzma;

/// Bytes that are asked for at once.
const CHUNK: usize = 16 * 1024;

/// A decompressor of some crate.
trait Engine {
    type Error;

    /// Decompresses some; has the end of the data been seen?
    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<bool, Self::Error>;

    /// The bytes that were read and written so far.
    fn totals(&self) -> (u64, u64);
}

/// Input that waits, and what came of the rest.
struct Incoming<E> {
    /// Nothing once the data has ended: an engine is large, and the collector does not see that.
    engine: Option<E>,
    waiting: Vec<u8>,
    eof: bool,
    needs_input: bool,
}

impl<E: Engine> Incoming<E> {
    fn new(engine: E) -> Incoming<E> {
        Incoming { engine: Some(engine), waiting: Vec::new(), eof: false, needs_input: true }
    }

    /// Decompresses what waits and more data, to at most so many bytes. At the end, what is left waits for ever.
    fn feed(&mut self, data: &[u8], max: usize) -> Result<Vec<u8>, E::Error> {
        self.waiting.extend_from_slice(data);
        let mut out = Vec::new();
        let Some(engine) = self.engine.as_mut() else { return Ok(out) };
        let mut n_read = 0;
        loop {
            let start = out.len();
            let room = (max - start).min(CHUNK.max(start));
            out.resize(start + room, 0);
            let before = engine.totals();
            self.eof = engine.step(&self.waiting[n_read..], &mut out[start..])?;
            let after = engine.totals();
            let (n_in, n_out) = ((after.0 - before.0) as usize, (after.1 - before.1) as usize);
            n_read += n_in;
            out.truncate(start + n_out);
            let starved = n_out < room && n_read == self.waiting.len();
            if self.eof || out.len() >= max || starved || (n_in == 0 && n_out == 0) {
                break;
            }
        }
        self.waiting.drain(..n_read);
        if self.eof {
            self.engine = None;
        }
        // Without input, output may still wait in the engine if there was no room for it.
        self.needs_input = !self.eof && self.waiting.is_empty() && out.len() < max;
        Ok(out)
    }

    fn unused(&self) -> &[u8] {
        if self.eof { &self.waiting } else { &[] }
    }
}

/// Compresses by steps that say whether they are done (with the input, or with all that there is).
fn compress<E>(
    mut input: &[u8],
    mut step: impl FnMut(&[u8], &mut [u8]) -> Result<Step, E>,
) -> Result<Vec<u8>, E> {
    let mut out = Vec::new();
    loop {
        let start = out.len();
        out.resize(start + CHUNK.max(input.len() / 2), 0);
        let done = step(input, &mut out[start..])?;
        input = &input[done.n_read..];
        out.truncate(start + done.n_written);
        if done.ended {
            return Ok(out);
        }
    }
}

/// How far a step came.
struct Step {
    n_read: usize,
    n_written: usize,
    ended: bool,
}

/// A bound on the output, which is none where it is negative.
fn bound(max_length: i64) -> usize {
    usize::try_from(max_length).unwrap_or(usize::MAX)
}
