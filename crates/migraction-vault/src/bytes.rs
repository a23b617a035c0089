//! Reads and writes the frozen formats, field by field, little-endian.

use crate::OpenError;

/// Reads fields from the front; a read past the end fails with [`OpenError::Damaged`].
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], OpenError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(OpenError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], OpenError> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| OpenError::Damaged)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, OpenError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, OpenError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, OpenError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// Reads a 32-bit length and that many bytes.
    pub(crate) fn length_prefixed(&mut self) -> Result<&'a [u8], OpenError> {
        let length = usize::try_from(self.u32()?).map_err(|_| OpenError::Damaged)?;
        self.take(length)
    }

    /// Checks magic bytes and format: [`OpenError::Newer`] if the format is not `format`, [`OpenError::Damaged`] if the
    /// magic bytes differ.
    pub(crate) fn magic(&mut self, magic: [u8; 3], format: u8) -> Result<(), OpenError> {
        if self.array::<3>()? != magic {
            return Err(OpenError::Damaged);
        }
        match self.byte()? {
            found if found == format => Ok(()),
            0 => Err(OpenError::Damaged),
            newer => Err(OpenError::Newer(newer)),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }

    pub(crate) fn end(self) -> Result<(), OpenError> {
        if self.0.is_empty() { Ok(()) } else { Err(OpenError::Damaged) }
    }
}

/// Appends a 32-bit length and the bytes.
pub(crate) fn put_length_prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    // Callers pass far less than 4 GiB; a wrong length would be rejected on reading.
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(bytes);
}
