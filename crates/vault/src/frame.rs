//! One way to write a list of byte strings so that no two lists look alike.
//!
//! Knows lengths; must not know what the parts mean.

/// Writes a domain tag and its parts, each after its length in eight bytes, big end first.
///
/// Read from the left, the bytes give back exactly one list, so two different lists never give the same bytes.
pub(crate) fn framed(tag: &str, parts: &[&[u8]], mut write: impl FnMut(&[u8])) {
    for part in std::iter::once(&tag.as_bytes()).chain(parts) {
        write(&(part.len() as u64).to_be_bytes());
        write(part);
    }
}

/// The same, collected.
pub(crate) fn frame(tag: &str, parts: &[&[u8]]) -> Vec<u8> {
    let len = 8 + tag.len() + parts.iter().map(|part| 8 + part.len()).sum::<usize>();
    let mut out = Vec::with_capacity(len);
    framed(tag, parts, |bytes| out.extend_from_slice(bytes));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn two_different_lists_never_give_the_same_bytes(
            a in proptest::collection::vec(proptest::collection::vec(0u8..2, 0..4), 0..5),
            b in proptest::collection::vec(proptest::collection::vec(0u8..2, 0..4), 0..5),
        ) {
            let bytes = |list: &[Vec<u8>]| frame("t", &list.iter().map(Vec::as_slice).collect::<Vec<_>>());
            prop_assert_eq!(a == b, bytes(&a) == bytes(&b));
        }
    }

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_changes_the_bytes() {
        assert_ne!(frame("t", &[b"ab", b"c"]), frame("t", &[b"a", b"bc"]));
        assert_ne!(frame("t", &[b"abc"]), frame("ta", &[b"bc"]));
        assert_ne!(frame("t", &[b"", b"a"]), frame("t", &[b"a", b""]));
    }
}
