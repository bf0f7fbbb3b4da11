//! The methods that `bytes` and `bytearray` have in common: signatures and docstrings, over the functions of `shared`.

macro_rules! shared_methods {
    ($methods:ident) => {
        #[native]
        impl $methods {
            /// The first index at which `sub` (bytes, or one byte as an int) stands between `start` and `end`, or -1.
            #[sig("($self, sub, start=None, end=None, /)")]
            #[shown("($self, sub[, start[, end]], /)")]
            fn find(vm: &mut Vm, this: Value, sub: Value, start: Option<Value>, end: Option<Value>) -> R {
                let found = shared::find(vm, this, sub, start, end, search::find)?;
                Ok(found.map_or(Value::int32(-1), Value::len))
            }

            /// The last index at which `sub` (bytes, or one byte as an int) stands between `start` and `end`, or -1.
            #[sig("($self, sub, start=None, end=None, /)")]
            #[shown("($self, sub[, start[, end]], /)")]
            fn rfind(vm: &mut Vm, this: Value, sub: Value, start: Option<Value>, end: Option<Value>) -> R {
                let found = shared::find(vm, this, sub, start, end, search::rfind)?;
                Ok(found.map_or(Value::int32(-1), Value::len))
            }

            /// The first index at which `sub` stands between `start` and `end`; ValueError where it does not.
            #[sig("($self, sub, start=None, end=None, /)")]
            #[shown("($self, sub[, start[, end]], /)")]
            fn index(
                vm: &mut Vm,
                this: Value,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                let found = shared::find(vm, this, sub, start, end, search::find)?;
                shared::or_not_found(vm, found)
            }

            /// The last index at which `sub` stands between `start` and `end`; ValueError where it does not.
            #[sig("($self, sub, start=None, end=None, /)")]
            #[shown("($self, sub[, start[, end]], /)")]
            fn rindex(
                vm: &mut Vm,
                this: Value,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                let found = shared::find(vm, this, sub, start, end, search::rfind)?;
                shared::or_not_found(vm, found)
            }

            /// How often `sub` stands, without overlap, between `start` and `end`.
            #[sig("($self, sub, start=None, end=None, /)")]
            #[shown("($self, sub[, start[, end]], /)")]
            fn count(
                vm: &mut Vm,
                this: Value,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                shared::count(vm, this, sub, start, end)
            }

            /// Do the bytes (between `start` and `end`) begin with the prefix, or with one of a tuple of them?
            #[sig("($self, prefix, start=None, end=None, /)")]
            #[shown("($self, prefix[, start[, end]], /)")]
            fn startswith(
                vm: &mut Vm,
                this: Value,
                prefix: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<bool> {
                shared::tail_match(vm, this, prefix, start, end, false)
            }

            /// Do the bytes (between `start` and `end`) end with the suffix, or with one of a tuple of them?
            #[sig("($self, suffix, start=None, end=None, /)")]
            #[shown("($self, suffix[, start[, end]], /)")]
            fn endswith(
                vm: &mut Vm,
                this: Value,
                suffix: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<bool> {
                shared::tail_match(vm, this, suffix, start, end, true)
            }

            /// Without white space (or the bytes given) at both ends.
            #[sig("($self, bytes=None, /)")]
            fn strip(vm: &mut Vm, this: Value, bytes: Value) -> R {
                shared::strip::<$methods>(vm, this, bytes, Side::Both)
            }

            /// Without white space (or the bytes given) at the start.
            #[sig("($self, bytes=None, /)")]
            fn lstrip(vm: &mut Vm, this: Value, bytes: Value) -> R {
                shared::strip::<$methods>(vm, this, bytes, Side::Left)
            }

            /// Without white space (or the bytes given) at the end.
            #[sig("($self, bytes=None, /)")]
            fn rstrip(vm: &mut Vm, this: Value, bytes: Value) -> R {
                shared::strip::<$methods>(vm, this, bytes, Side::Right)
            }

            /// The pieces between separators (or between runs of white space), at most `maxsplit` cuts.
            #[sig("($self, /, sep=None, maxsplit=-1)")]
            fn split(vm: &mut Vm, this: Value, sep: Value, maxsplit: i64) -> R<Values> {
                shared::split::<$methods>(vm, this, sep, maxsplit, false)
            }

            /// The pieces between separators (or between runs of white space), at most `maxsplit` cuts, from the end.
            #[sig("($self, /, sep=None, maxsplit=-1)")]
            fn rsplit(vm: &mut Vm, this: Value, sep: Value, maxsplit: i64) -> R<Values> {
                shared::split::<$methods>(vm, this, sep, maxsplit, true)
            }

            /// The lines, without their ends unless `keepends`.
            #[sig("($self, /, keepends=False)")]
            fn splitlines(vm: &mut Vm, this: Value, keepends: bool) -> Values {
                shared::splitlines::<$methods>(vm, this, keepends)
            }

            /// The part before the first separator, the separator, and the part after it.
            #[sig("($self, sep, /)")]
            fn partition(vm: &mut Vm, this: Value, sep: Value) -> R {
                shared::partition::<$methods>(vm, this, sep, false)
            }

            /// The part before the last separator, the separator, and the part after it.
            #[sig("($self, sep, /)")]
            fn rpartition(vm: &mut Vm, this: Value, sep: Value) -> R {
                shared::partition::<$methods>(vm, this, sep, true)
            }

            /// The bytes of an iterable's items, one after the other with this object's between them.
            #[sig("($self, iterable_of_bytes, /)")]
            fn join(vm: &mut Vm, this: Value, iterable_of_bytes: Value) -> R {
                shared::join::<$methods>(vm, this, iterable_of_bytes)
            }

            /// A copy with `old` replaced by `new`, everywhere or `count` times from the start.
            #[sig("($self, old, new, count=-1, /)")]
            fn replace(vm: &mut Vm, this: Value, old: Value, new: Value, count: Value) -> R {
                shared::replace::<$methods>(vm, this, old, new, count)
            }

            /// Without the prefix, if it is there.
            #[sig("($self, prefix, /)")]
            fn removeprefix(vm: &mut Vm, this: Value, prefix: Value) -> R {
                shared::remove_affix::<$methods>(vm, this, prefix, false)
            }

            /// Without the suffix, if it is there.
            #[sig("($self, suffix, /)")]
            fn removesuffix(vm: &mut Vm, this: Value, suffix: Value) -> R {
                shared::remove_affix::<$methods>(vm, this, suffix, true)
            }

            /// In the middle of a field of this width.
            #[sig("($self, width, fillchar=b' ', /)")]
            fn center(vm: &mut Vm, this: Value, width: i64, fillchar: Option<Value>) -> R {
                shared::pad::<$methods>(vm, this, width, fillchar, "center", |missing, width| {
                    missing / 2 + (missing & width.unsigned_abs() as usize & 1)
                })
            }

            /// At the left of a field of this width.
            #[sig("($self, width, fillchar=b' ', /)")]
            fn ljust(vm: &mut Vm, this: Value, width: i64, fillchar: Option<Value>) -> R {
                shared::pad::<$methods>(vm, this, width, fillchar, "ljust", |_, _| 0)
            }

            /// At the right of a field of this width.
            #[sig("($self, width, fillchar=b' ', /)")]
            fn rjust(vm: &mut Vm, this: Value, width: i64, fillchar: Option<Value>) -> R {
                shared::pad::<$methods>(vm, this, width, fillchar, "rjust", |missing, _| missing)
            }

            /// With zeros between sign and digits to this width.
            #[sig("($self, width, /)")]
            fn zfill(vm: &mut Vm, this: Value, width: i64) -> R {
                shared::zfill::<$methods>(vm, this, width)
            }

            /// With spaces for tabs, up to the next multiple of `tabsize` columns.
            #[sig("($self, /, tabsize=8)")]
            fn expandtabs(vm: &mut Vm, this: Value, tabsize: i32) -> R {
                shared::expandtabs::<$methods>(vm, this, tabsize)
            }

            /// With each byte replaced by that in a table of 256, and those in `delete` left out.
            #[sig("($self, table, /, delete=b'')")]
            fn translate(vm: &mut Vm, this: Value, table: Value, delete: Option<Value>) -> R {
                shared::translate::<$methods>(vm, this, table, delete)
            }

            /// A table for `translate` that turns each byte of `frm` into the one at the same place of `to`.
            #[staticmethod]
            #[sig("(frm, to, /)")]
            fn maketrans(vm: &mut Vm, frm: Value, to: Value) -> R<Vec<u8>> {
                shared::maketrans(vm, frm, to)
            }

            /// The bytes in hexadecimal digits, with a separator after each group of bytes counted from the right (or,
            /// for a negative `bytes_per_sep`, from the left).
            ///
            /// >>> b'\x01\x23\x45'.hex('-', 2)
            /// '01-2345'
            #[sig("($self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
            fn hex(vm: &mut Vm, this: Value, sep: Option<Value>, bytes_per_sep: i32) -> R<String> {
                shared::pinned(vm, this, |vm| {
                    shared::hex(vm, shared::own(vm, this), sep, i64::from(bytes_per_sep))
                })
            }

            /// The bytes that hexadecimal digits show; white space between bytes is skipped.
            #[classmethod]
            #[sig("($type, string, /)")]
            fn fromhex(vm: &mut Vm, cls: Value, string: Value) -> R {
                let bytes = shared::from_hex(vm, string)?;
                let made = <$methods as Flavour>::make(vm, &bytes);
                if vm.class_of(made).value() == cls { Ok(made) } else { vm.call(cls, &[made]) }
            }

            /// The text that the bytes stand for in an encoding.
            #[sig("($self, /, encoding='utf-8', errors='strict')")]
            fn decode(vm: &mut Vm, this: Value, encoding: Option<Value>, errors: Option<Value>) -> R {
                let encoding = crate::codecs::name_argument(vm, encoding, "decode", "encoding")?;
                let errors = crate::codecs::name_argument(vm, errors, "decode", "errors")?;
                crate::codecs::decode_to_str(vm, this, encoding, errors)
            }

            /// With its first byte in upper case and the rest in lower case.
            #[sig("($self, /)")]
            fn capitalize(vm: &mut Vm, this: Value) -> Value {
                let out = case::capitalize_bytes(shared::own(vm, this));
                <$methods as Flavour>::make(vm, &out)
            }

            /// In lower case.
            #[sig("($self, /)")]
            fn lower(vm: &mut Vm, this: Value) -> Value {
                let out = shared::own(vm, this).to_ascii_lowercase();
                <$methods as Flavour>::make(vm, &out)
            }

            /// In upper case.
            #[sig("($self, /)")]
            fn upper(vm: &mut Vm, this: Value) -> Value {
                let out = shared::own(vm, this).to_ascii_uppercase();
                <$methods as Flavour>::make(vm, &out)
            }

            /// With upper and lower case exchanged.
            #[sig("($self, /)")]
            fn swapcase(vm: &mut Vm, this: Value) -> Value {
                let out = case::swapcase_bytes(shared::own(vm, this));
                <$methods as Flavour>::make(vm, &out)
            }

            /// With each word in lower case but for its first byte.
            #[sig("($self, /)")]
            fn title(vm: &mut Vm, this: Value) -> Value {
                let out = case::title_bytes(shared::own(vm, this));
                <$methods as Flavour>::make(vm, &out)
            }

            /// Are all bytes ASCII letters or digits, and is there one?
            #[sig("($self, /)")]
            fn isalnum(vm: &mut Vm, this: Value) -> bool {
                let bytes = shared::own(vm, this);
                !bytes.is_empty() && bytes.iter().all(u8::is_ascii_alphanumeric)
            }

            /// Are all bytes ASCII letters, and is there one?
            #[sig("($self, /)")]
            fn isalpha(vm: &mut Vm, this: Value) -> bool {
                let bytes = shared::own(vm, this);
                !bytes.is_empty() && bytes.iter().all(u8::is_ascii_alphabetic)
            }

            /// Are all bytes ASCII?
            #[sig("($self, /)")]
            fn isascii(vm: &mut Vm, this: Value) -> bool {
                shared::own(vm, this).is_ascii()
            }

            /// Are all bytes ASCII digits, and is there one?
            #[sig("($self, /)")]
            fn isdigit(vm: &mut Vm, this: Value) -> bool {
                let bytes = shared::own(vm, this);
                !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
            }

            /// Is all that has case lower case, and is there any?
            #[sig("($self, /)")]
            fn islower(vm: &mut Vm, this: Value) -> bool {
                shared::is_in_case(shared::own(vm, this), u8::is_ascii_lowercase, u8::is_ascii_uppercase)
            }

            /// Is all that has case upper case, and is there any?
            #[sig("($self, /)")]
            fn isupper(vm: &mut Vm, this: Value) -> bool {
                shared::is_in_case(shared::own(vm, this), u8::is_ascii_uppercase, u8::is_ascii_lowercase)
            }

            /// Are all bytes white space, and is there one?
            #[sig("($self, /)")]
            fn isspace(vm: &mut Vm, this: Value) -> bool {
                let bytes = shared::own(vm, this);
                !bytes.is_empty() && bytes.iter().all(|&b| search::is_space_byte(b))
            }

            /// Do all words begin in upper case and go on in lower case, and is there one?
            #[sig("($self, /)")]
            fn istitle(vm: &mut Vm, this: Value) -> bool {
                case::is_title_bytes(shared::own(vm, this))
            }
        }
    };
}
pub(crate) use shared_methods;
