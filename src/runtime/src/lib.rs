//! The data model: layouts, types, attributes, calls, exceptions, the Vm.
