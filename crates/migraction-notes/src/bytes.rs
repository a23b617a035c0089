//! The frozen encoding of a note: LEB128 integers, length-prefixed strings.

/// Why a note could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Truncated, or not an encoded note.
    #[error("not the state of a note")]
    Malformed,
    /// Written by a newer app, with this format number. Keep the bytes.
    #[error("written by a newer app (format {0})")]
    Newer(u8),
}

/// An encoder.
#[derive(Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    /// Appends a LEB128 integer.
    pub(crate) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7F) as u8 | 0x80);
            value >>= 7;
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than 0x80")]
        self.0.push(value as u8);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// A decoder; a read past the end fails with [`ReadError::Malformed`].
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, ReadError> {
        let (byte, rest) = self.0.split_first().ok_or(ReadError::Malformed)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// Reads the length of a list. Each element takes at least one byte, so that a length above the remaining bytes is
    /// rejected.
    pub(crate) fn count(&mut self) -> Result<usize, ReadError> {
        let count = usize::try_from(self.number()?).map_err(|_| ReadError::Malformed)?;
        if count <= self.0.len() { Ok(count) } else { Err(ReadError::Malformed) }
    }

    pub(crate) fn number(&mut self) -> Result<u64, ReadError> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(ReadError::Malformed)
    }

    pub(crate) fn eight(&mut self) -> Result<[u8; 8], ReadError> {
        self.take(8)?.try_into().map_err(|_| ReadError::Malformed)
    }

    pub(crate) fn text(&mut self) -> Result<String, ReadError> {
        let length = usize::try_from(self.number()?).map_err(|_| ReadError::Malformed)?;
        let bytes = self.take(length)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::Malformed)
    }

    pub(crate) fn end(self) -> Result<(), ReadError> {
        if self.0.is_empty() { Ok(()) } else { Err(ReadError::Malformed) }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ReadError::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }
}
