//! What a cell looks like: an 8-byte header, then the fields that its layout declares.

use crate::cards;
use crate::collect::Tracer;
use crate::value::Value;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;

/// The number of a cell layout: an index into the table of [`LayoutInfo`]s that the heap was made with.
pub type Kind = u16;

/// Bits of [`Header::flags`] with a meaning to the heap or to every layout. Bits from `LAYOUT` up belong to the layout.
pub mod flags {
    /// The class has a `__del__`, and it has run.
    pub const FINALIZED: u16 = 1;
    /// A weak reference to this cell exists.
    pub const WEAKLY_REFERENCED: u16 = 2;
    /// An `Instance` whose slot 0 holds the native object it wraps.
    pub const HAS_PAYLOAD: u16 = 4;
    /// The first bit that a layout may use as it likes.
    pub const LAYOUT: u16 = 16;
}

/// The first word of every cell.
#[repr(C, align(8))]
pub struct Header {
    /// The class, as its address divided by 16.
    class: Cell<u32>,
    kind: Cell<Kind>,
    flags: Cell<u16>,
}

impl Header {
    /// The header of a new cell with layout `T` and the class at `class` (an address as [`Header::class_address`] gives).
    #[inline(always)]
    pub fn new<T: Layout>(class_address: usize) -> Header {
        Header::with_kind(T::KIND, class_address)
    }

    /// The header of a cell of the given kind.
    #[inline(always)]
    pub fn with_kind(kind: Kind, class_address: usize) -> Header {
        Header { class: Cell::new((class_address >> 4) as u32), kind: Cell::new(kind), flags: Cell::new(0) }
    }

    /// The header of a cell that is no Python object (storage of another cell).
    #[inline(always)]
    pub fn storage<T: Layout>() -> Header {
        Header::new::<T>(0)
    }

    /// The layout's number.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind.get()
    }

    /// The address of the class cell; 0 for storage cells.
    #[inline(always)]
    pub fn class_address(&self) -> usize {
        (self.class.get() as usize) << 4
    }

    /// The class as the 32-bit number that inline caches compare.
    #[inline(always)]
    pub fn class_bits(&self) -> u32 {
        self.class.get()
    }

    /// Makes the cell an instance of another class (of the same layout).
    #[inline(always)]
    pub fn set_class_address(&self, class_address: usize) {
        cards::dirty(std::ptr::from_ref(self));
        self.class.set((class_address >> 4) as u32);
    }

    /// All flags.
    #[inline(always)]
    pub fn flags(&self) -> u16 {
        self.flags.get()
    }

    /// Are all of these flags set?
    #[inline(always)]
    pub fn has_flags(&self, mask: u16) -> bool {
        self.flags.get() & mask == mask
    }

    /// Sets these flags.
    #[inline(always)]
    pub fn set_flags(&self, mask: u16) {
        self.flags.set(self.flags.get() | mask);
    }

    /// Clears these flags.
    #[inline(always)]
    pub fn clear_flags(&self, mask: u16) {
        self.flags.set(self.flags.get() & !mask);
    }
}

/// A type that shows the collector every value and cell it holds.
pub trait Trace {
    /// Reports each value and cell to the tracer.
    fn trace(&self, tracer: &mut Tracer<'_>);
}

/// A struct that is the content of a cell: `#[repr(C)]`, its first field a [`Header`].
///
/// # Safety
/// The implementor begins with a `Header`, is `#[repr(C)]`, and `KIND` is its own number in the heap's layout table, so
/// that a cell whose header has a kind for which `has_kind` holds may be read as this struct.
pub unsafe trait Layout: Trace {
    /// The number of this layout.
    const KIND: Kind;
    /// The name used in debug output.
    const NAME: &'static str;

    /// Does a cell of this kind begin with this struct? Layouts that others extend answer for these too.
    #[inline(always)]
    fn has_kind(kind: Kind) -> bool {
        kind == Self::KIND
    }
}

/// What the collector must know of a layout.
#[derive(Clone, Copy)]
pub struct LayoutInfo {
    /// The name used in debug output.
    pub name: &'static str,
    /// Shows all values in the cell to the tracer.
    pub trace: unsafe fn(*const Header, &mut Tracer<'_>),
    /// Releases what the cell holds outside the heap (resource objects only).
    pub drop: Option<unsafe fn(*mut Header)>,
}

impl LayoutInfo {
    /// The information for a layout type.
    pub const fn of<T: Layout>() -> LayoutInfo {
        unsafe fn trace<T: Layout>(header: *const Header, tracer: &mut Tracer<'_>) {
            // SAFETY: the collector calls this with cells of kind `T::KIND` only, which are `T`s.
            unsafe { (*header.cast::<T>()).trace(tracer) }
        }
        unsafe fn drop<T>(header: *mut Header) {
            // SAFETY: called once, for a dead cell of layout `T`.
            unsafe { std::ptr::drop_in_place(header.cast::<T>()) }
        }
        LayoutInfo {
            name: T::NAME,
            trace: trace::<T>,
            drop: if std::mem::needs_drop::<T>() { Some(drop::<T>) } else { None },
        }
    }
}

/// A pointer to a cell. It keeps the cell alive as long as it lies in a register, on a native stack or in a traced cell.
#[repr(transparent)]
pub struct Gc<T> {
    address: std::num::NonZeroUsize,
    _cell: PhantomData<*const T>,
}

impl<T> Clone for Gc<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Gc<T> {}

impl<T> PartialEq for Gc<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}
impl<T> Eq for Gc<T> {}

impl<T> std::fmt::Debug for Gc<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gc({:#x})", self.address)
    }
}

impl<T> Gc<T> {
    #[inline(always)]
    pub(crate) fn from_address(address: usize) -> Gc<T> {
        // SAFETY: addresses of cells are never zero: the heap region starts above zero.
        Gc { address: unsafe { std::num::NonZeroUsize::new_unchecked(address) }, _cell: PhantomData }
    }

    /// The cell at an address.
    ///
    /// # Safety
    /// A live cell that begins with a `T` must lie there.
    #[inline(always)]
    pub unsafe fn from_address_unchecked(address: usize) -> Gc<T> {
        Gc::from_address(address)
    }

    /// The cell's address.
    #[inline(always)]
    pub fn address(self) -> usize {
        self.address.get()
    }

    /// The cell as a raw pointer.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        self.address.get() as *mut T
    }

    /// The struct, for as long as the caller can see that the cell lives. The collector never moves a cell.
    #[inline(always)]
    pub fn to_ref<'a>(self) -> &'a T {
        // SAFETY: a `Gc` refers to a cell that is live because this very word is in a register or on a stack that the
        // collector scans, or in a traced cell; cells do not move. Fields that change are `Cell`s.
        unsafe { &*self.as_ptr() }
    }
}

impl<T: Layout> Gc<T> {
    /// The cell's header.
    #[inline(always)]
    pub fn header(self) -> Gc<Header> {
        Gc::from_address(self.address())
    }

    /// The cell as a value.
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from(self)
    }
}

impl<T> Deref for Gc<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.to_ref()
    }
}

impl<T: Layout> Trace for Gc<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.cell(self.address());
    }
}

impl<T: Layout> Trace for Option<Gc<T>> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(gc) = self {
            gc.trace(tracer);
        }
    }
}

impl<T: Trace + Copy> Trace for Cell<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().trace(tracer);
    }
}

impl Trace for Value {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.value(*self);
    }
}

macro_rules! no_values {
    ($($t:ty),*) => { $(impl Trace for $t {
        #[inline(always)]
        fn trace(&self, _: &mut Tracer<'_>) {}
    })* };
}
no_values!(
    Header,
    bool,
    u8,
    u16,
    u32,
    u64,
    usize,
    i8,
    i16,
    i32,
    i64,
    isize,
    f32,
    f64,
    char,
    String,
    &'static str,
    ()
);

impl<T: Trace, const N: usize> Trace for [T; N] {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for item in self {
            item.trace(tracer);
        }
    }
}

/// A cell that is stored into: a [`Gc`], or a reference to the struct in the cell.
pub trait Owner {
    /// The cell's address.
    fn owner_address(&self) -> usize;
}

impl<T> Owner for Gc<T> {
    #[inline(always)]
    fn owner_address(&self) -> usize {
        self.address()
    }
}

impl<T: Layout> Owner for &T {
    #[inline(always)]
    fn owner_address(&self) -> usize {
        std::ptr::from_ref(*self) as usize
    }
}

/// A field of a cell that holds a value (or a cell). The one way to change it names the owner and runs the write barrier.
#[repr(transparent)]
pub struct Field<T: Copy = Value>(Cell<T>);

impl<T: Copy> Field<T> {
    /// The content of a field of a cell that is just being made.
    #[inline(always)]
    pub const fn new(value: T) -> Field<T> {
        Field(Cell::new(value))
    }

    /// What the field holds.
    #[inline(always)]
    pub fn get(&self) -> T {
        self.0.get()
    }

    /// Stores a value into the field of `owner`.
    #[inline(always)]
    pub fn set(&self, _owner: impl Owner, value: T) {
        cards::dirty(std::ptr::from_ref(self));
        self.0.set(value);
    }

    /// Stores without the write barrier: what is no cell, or where a field of the same cell has just been stored to.
    #[inline(always)]
    pub fn set_quietly(&self, value: T) {
        self.0.set(value);
    }

    /// Stores and returns what was there.
    #[inline(always)]
    pub fn replace(&self, _owner: impl Owner, value: T) -> T {
        cards::dirty(std::ptr::from_ref(self));
        self.0.replace(value)
    }
}

impl<T: Trace + Copy> Trace for Field<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().trace(tracer);
    }
}

const _: () =
    assert!(size_of::<Header>() == 8 && size_of::<Value>() == 8 && size_of::<Option<Gc<Header>>>() == 8);
