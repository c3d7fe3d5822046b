//! Packs numbers into text: six bits per character, most significant first.

/// The characters for 0 to 63. None needs to be escaped in a script, and none is a separator in a shard.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many ones are written at a time.
const MAX_ONES: u32 = 16;

/// Writes numbers bit by bit.
#[derive(Debug, Default)]
pub(super) struct Bits {
    /// ASCII.
    text: Vec<u8>,
    /// Bits that do not fill a character yet.
    open: u64,
    /// How many bits these are.
    length: u32,
}

impl Bits {
    /// Writes the lowest `width` bits of a number, at most 32.
    pub(super) fn put(&mut self, number: u32, width: u32) {
        self.write(number.into(), width);
    }

    /// Writes the lowest `width` bits of a number, at most 58.
    fn write(&mut self, number: u64, width: u32) {
        self.open = (self.open << width) | number & !(u64::MAX << width);
        self.length += width;
        while self.length >= 6 {
            self.length -= 6;
            let digit = (self.open >> self.length) & 63;
            self.text.push(DIGITS[digit as usize]);
        }
        self.open &= !(u64::MAX << self.length);
    }

    /// Writes a number from 0 as a Rice code: the quotient by `1 << parameter` as ones and a zero, then the remainder.
    pub(super) fn rice(&mut self, number: u32, parameter: u32) {
        let mut ones = number >> parameter;
        while ones > MAX_ONES {
            self.put(u32::MAX, MAX_ONES);
            ones -= MAX_ONES;
        }
        let rest = u64::from(number) & !(u64::MAX << parameter);
        self.write(u64::MAX << 1 << parameter | rest, ones + 1 + parameter);
    }

    /// Writes a number from 1 as an Elias gamma code: its length as zeros, then the number.
    pub(super) fn gamma(&mut self, number: u32) {
        let width = u32::BITS - number.leading_zeros();
        self.put(0, width - 1);
        self.put(number, width);
    }

    /// Returns the text. The last character is padded with zeros.
    pub(super) fn finish(mut self) -> String {
        if self.length > 0 {
            self.put(0, 6 - self.length);
        }
        String::from_utf8(self.text).unwrap_or_default()
    }
}

/// The parameter of the Rice code for the gaps between `count` numbers below `limit`: the integer part of the binary logarithm of their mean.
pub(super) fn parameter(limit: u32, count: u32) -> u32 {
    (limit / count.max(1)).max(1).ilog2()
}
