//! `#[native]`: an impl block's functions become static tables.

use crate::signature::{Literal, Param, Signature};
use crate::slots::{Given, Gives, Slot, advice, slot};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, Lit, LitStr,
    Meta, Pat, PathArguments, Result, ReturnType, Type,
};

/// Writes the tables next to the block. What is wrong is reported for all functions at once, and the block is kept
/// either way, so that its own errors show too.
pub fn native(arguments: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let names = Names::of(arguments)?;
    let mut block: ItemImpl = syn::parse2(item)?;
    if let Some((_, path, _)) = &block.trait_ {
        return Err(Error::new(path.span(), "`#[native]` stands on an inherent impl"));
    }
    if let Some(param) = block.generics.params.first() {
        return Err(Error::new(param.span(), "a native type has no generic parameters"));
    }
    let mut tables = Tables { names, ..Tables::default() };
    let mut errors: Option<Error> = None;
    let mut note = |error: Error| match &mut errors {
        Some(errors) => errors.combine(error),
        None => errors = Some(error),
    };
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item
            && let Err(error) = Marks::take(function).and_then(|marks| tables.add(function, marks))
        {
            note(error);
        }
    }
    if let Err(error) = tables.pair_setters() {
        note(error);
    }
    let output = match errors {
        Some(errors) => errors.to_compile_error(),
        None => tables.write(&block.self_ty),
    };
    Ok(quote!(#block #output))
}

/// Where generated code finds things.
struct Names {
    runtime: TokenStream,
    /// The constant.
    table: Ident,
}

impl Default for Names {
    fn default() -> Names {
        Names { runtime: quote!(::taipan_runtime), table: Ident::new("NATIVE", Span::call_site()) }
    }
}

impl Names {
    fn of(arguments: TokenStream) -> Result<Names> {
        let mut names = Names::default();
        syn::meta::parser(|meta| {
            if meta.path.is_ident("crate") {
                let path: syn::Path = meta.value()?.parse::<LitStr>()?.parse()?;
                names.runtime = path.to_token_stream();
            } else if meta.path.is_ident("table") {
                names.table = meta.value()?.parse()?;
            } else {
                return Err(meta.error("expected `table = NAME` or `crate = \"path\"`"));
            }
            Ok(())
        })
        .parse2(arguments)?;
        Ok(names)
    }
}

/// The attributes of a function that are ours.
#[derive(Default)]
struct Marks {
    sig: Option<LitStr>,
    shown: Option<LitStr>,
    name: Option<String>,
    getter: Option<Option<String>>,
    is_member: bool,
    setter: Option<Option<String>>,
    is_classmethod: bool,
    is_staticmethod: bool,
    is_nameless: bool,
    naming: Option<Ident>,
    doc: String,
    /// `#[cfg]`s are passed on to the tables.
    cfgs: Vec<Attribute>,
}

impl Marks {
    /// Reads them, and takes away those that rustc does not know.
    fn take(function: &mut ImplItemFn) -> Result<Marks> {
        let mut marks = Marks::default();
        let mut result = Ok(());
        let mut lines: Vec<String> = Vec::new();
        function.attrs.retain(|attr| {
            let Some(ident) = attr.path().get_ident() else { return true };
            let read = match ident.to_string().as_str() {
                "sig" => attr.parse_args().map(|sig| marks.sig = Some(sig)),
                "shown" => attr.parse_args().map(|shown| marks.shown = Some(shown)),
                "name" => attr.parse_args().map(|name: LitStr| marks.name = Some(name.value())),
                "getter" => optional_name(attr).map(|name| marks.getter = Some(name)),
                "member" => optional_name(attr).map(|name| {
                    marks.getter = Some(name);
                    marks.is_member = true;
                }),
                "setter" => optional_name(attr).map(|name| marks.setter = Some(name)),
                "classmethod" => attr.meta.require_path_only().map(|_| marks.is_classmethod = true),
                "staticmethod" => attr.meta.require_path_only().map(|_| marks.is_staticmethod = true),
                "nameless" => attr.meta.require_path_only().map(|_| marks.is_nameless = true),
                "naming" => attr.parse_args().map(|naming| marks.naming = Some(naming)),
                "doc" => {
                    lines.extend(doc_line(attr));
                    return true;
                }
                "cfg" => {
                    marks.cfgs.push(attr.clone());
                    return true;
                }
                _ => return true,
            };
            if let Err(error) = read {
                result = Err(error);
            }
            false
        });
        marks.doc = lines.join("\n").trim().to_owned();
        result.map(|()| marks)
    }
}

fn optional_name(attr: &Attribute) -> Result<Option<String>> {
    match &attr.meta {
        Meta::Path(_) => Ok(None),
        _ => attr.parse_args::<LitStr>().map(|name| Some(name.value())),
    }
}

fn doc_line(attr: &Attribute) -> Option<String> {
    let mut value = &attr.meta.require_name_value().ok()?.value;
    // What a macro has put in its place.
    while let Expr::Group(group) = value {
        value = &group.expr;
    }
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value else { return None };
    let text = text.value();
    Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
}

struct Setter {
    name: String,
    shim: Ident,
    span: Span,
}

struct Getter {
    name: String,
    cfgs: Vec<Attribute>,
    doc: String,
    shim: Ident,
    setter: Option<Ident>,
    is_member: bool,
}

/// A signature as `__text_signature__` shows it: the receiver is always positional.
fn shown(sig: &str) -> String {
    for receiver in ["($self, ", "($module, "] {
        if let Some(rest) = sig.strip_prefix(receiver)
            && !rest.contains('/')
        {
            return format!("{receiver}/, {rest}");
        }
    }
    sig.to_owned()
}

/// What was gathered from the functions so far.
#[derive(Default)]
struct Tables {
    names: Names,
    slots: Vec<TokenStream>,
    methods: Vec<TokenStream>,
    getters: Vec<Getter>,
    setters: Vec<Setter>,
    shims: Vec<TokenStream>,
}

impl Tables {
    fn add(&mut self, function: &ImplItemFn, marks: Marks) -> Result<()> {
        let rust_name = function.sig.ident.unraw().to_string();
        let slot = slot(&rust_name);
        let is_accessor = marks.getter.is_some() || marks.setter.is_some();
        if let Some(sig) = &marks.sig {
            if is_accessor {
                return Err(Error::new(sig.span(), "a getter or setter has no `#[sig]`"));
            }
            let signature = Signature::parse(&sig.value()).map_err(|text| Error::new(sig.span(), text))?;
            return match slot {
                None => self.add_method(function, &marks, sig, &signature),
                Some(slot) if slot.given.last() == Some(&Given::Args) => {
                    self.add_bound_slot(function, &marks, &slot, &signature)
                }
                Some(_) => Err(Error::new(
                    sig.span(),
                    "the slot has its own signature; only `__new__`, `__init__` and `__call__` can have a `#[sig]`",
                )),
            };
        }
        if marks.is_classmethod || marks.is_staticmethod {
            return Err(Error::new(function.sig.ident.span(), "a method needs a `#[sig]`"));
        }
        if is_accessor {
            self.add_accessor(function, marks)
        } else if let Some(slot) = slot {
            self.add_slot(function, &marks, &slot)
        } else if marks.name.is_some() {
            Err(Error::new(function.sig.ident.span(), "`#[name]` is for functions with a `#[sig]`"))
        } else if let Some(advice) = advice(&rust_name) {
            Err(Error::new(function.sig.ident.span(), format!("`{rust_name}`: {advice}")))
        } else {
            Ok(())
        }
    }

    /// A function or method with a signature.
    fn add_method(
        &mut self,
        function: &ImplItemFn,
        marks: &Marks,
        sig: &LitStr,
        signature: &Signature,
    ) -> Result<()> {
        let binding = match (signature.has_self, marks.is_classmethod, marks.is_staticmethod) {
            (true, false, false) => quote!(Method),
            (true, true, false) => quote!(Class),
            (false, false, _) => quote!(Static),
            (false, true, _) => {
                return Err(Error::new(sig.span(), "a class method's signature begins with `$cls`"));
            }
            (true, _, true) => return Err(Error::new(sig.span(), "a static method has no `$self`")),
        };
        let runtime = &self.names.runtime;
        let python_name = marks.name.clone().unwrap_or_else(|| python_name(&function.sig.ident));
        let shim = shim_name("native_call", &function.sig.ident);
        let is_spread = spreads(function, signature);
        let n_places = signature.n_bound() - usize::from(is_spread);
        let places: Vec<_> = (0..n_places).map(|i| format_ident!("a{i}")).collect();
        let unpack = unpack(&places, is_spread);
        let (converts, passed) = self.convert_params(function, marks, signature, &python_name, None)?;
        let call = self.call(function, &passed, Gives::Value);
        let cfgs = &marks.cfgs;
        let ident = &function.sig.ident;
        self.shims.push(quote_spanned! {at(ident.span())=>
            #(#cfgs)*
            fn #shim(vm: &mut #runtime::Vm, a: &[#runtime::Value]) -> #runtime::R {
                #unpack
                #(#converts)*
                #call
            }
        });
        let (doc, params) = (&marks.doc, self.params(signature, marks, is_spread));
        let shown = marks.shown.as_ref().map_or_else(|| shown(&sig.value()), LitStr::value);
        self.methods.push(quote! {
            #(#cfgs)*
            #runtime::NativeDef {
                name: #python_name,
                doc: #doc,
                text_signature: #shown,
                params: #params,
                binding: #runtime::Binding::#binding,
                call: Self::#shim,
            }
        });
        Ok(())
    }

    fn params(&self, signature: &Signature, marks: &Marks, is_spread: bool) -> TokenStream {
        let runtime = &self.names.runtime;
        let Signature { names, n_posonly, n_pos, n_required, required_kwonly, varargs, varkw, .. } =
            signature;
        let is_plain = is_spread || !*varargs;
        let n_values = names.len() as u32 + u32::from(*varkw);
        let exact = if is_plain && n_values == u32::from(*n_pos) { n_values } else { u32::MAX };
        let padded = if is_plain && *required_kwonly == 0 { n_values } else { u32::MAX };
        // A tuple of arguments, and something else shown, is what CPython's oldest calling convention looks like.
        let is_bare = *varargs && marks.shown.is_some();
        let naming = match (&marks.naming, marks.is_nameless, is_bare) {
            (Some(naming), ..) => naming.clone(),
            (None, true, _) => format_ident!("Nameless"),
            (None, false, true) => format_ident!("Bare"),
            (None, false, false) => format_ident!("Qualified"),
        };
        quote! {
            #runtime::Params {
                names: &[#(#names),*],
                n_posonly: #n_posonly,
                n_pos: #n_pos,
                n_required: #n_required,
                exact: #exact,
                padded: #padded,
                required_kwonly: #required_kwonly,
                varargs: #varargs,
                spread: #is_spread,
                varkw: #varkw,
                naming: #runtime::Naming::#naming,
            }
        }
    }

    /// Converts the bound values `a0`, `a1`, ... to the function's parameters. `first`: passed on as it is.
    fn convert_params(
        &self,
        function: &ImplItemFn,
        marks: &Marks,
        signature: &Signature,
        python_name: &str,
        first: Option<&Ident>,
    ) -> Result<(Vec<TokenStream>, Vec<Ident>)> {
        let wanted = wanted(function, signature.params.len(), "the `#[sig]`")?;
        let (mut converts, mut passed) = (Vec::new(), Vec::new());
        for (i, (param, want)) in signature.params.iter().zip(&wanted).enumerate() {
            if let (0, Some(first)) = (i, first) {
                passed.push(first.clone());
                continue;
            }
            if is_slice(want.ty) && spreads(function, signature) {
                passed.push(format_ident!("rest"));
                continue;
            }
            let is_behind = param.bound_idx > signature.names.len() && spreads(function, signature);
            let idx = param.bound_idx - usize::from(is_behind);
            let (place, local, ty) = (format_ident!("a{idx}"), format_ident!("p{i}"), want.ty);
            let default = self.default_of(param, ty)?;
            let n_hidden = usize::from(signature.has_self);
            let is_naming = |naming: &str| marks.naming.as_ref().is_some_and(|ident| ident == naming);
            let is_only = param.posonly && param.default.is_none() && signature.params.len() == n_hidden + 1;
            let alone = is_only && !is_naming("Unpacked");
            let python_name = if is_naming("ParsedNameless") { "" } else { python_name };
            let arg = self.arg_name(python_name, &param.name, param.position, param.posonly, alone);
            let value = self.conversion(ty, &place, &arg);
            converts.push(quote_spanned!(at(ty.span())=> #default let #local = #value;));
            passed.push(local);
        }
        Ok((converts, passed))
    }

    /// Puts the default into the place of an argument not given, where the function does not ask to be told.
    fn default_of(&self, param: &Param, ty: &Type) -> Result<Option<TokenStream>> {
        let Some(default) = param.default.filter(|_| !is_option(ty)) else { return Ok(None) };
        let value = match default {
            Literal::None => quote!(NONE),
            Literal::Bool(true) => quote!(TRUE),
            Literal::Bool(false) => quote!(FALSE),
            Literal::Int(i) => quote!(int32(#i)),
            Literal::Other => {
                let text = format!(
                    "the default of `{}` is not None, True, False or a small int: take an `Option` here",
                    param.name
                );
                return Err(Error::new(ty.span(), text));
            }
        };
        let (runtime, place) = (&self.names.runtime, format_ident!("a{}", param.bound_idx));
        Ok(Some(quote! {
            let #place = if #place.is_unbound() { #runtime::Value::#value } else { #place };
        }))
    }

    fn arg_name(&self, function: &str, name: &str, position: u8, posonly: bool, alone: bool) -> TokenStream {
        let runtime = &self.names.runtime;
        quote! {
            #runtime::ArgName {
                function: #function,
                name: #name,
                position: #position,
                posonly: #posonly,
                alone: #alone,
            }
        }
    }

    fn conversion(&self, ty: &Type, place: &Ident, arg: &TokenStream) -> TokenStream {
        let runtime = &self.names.runtime;
        if is_value(ty) {
            quote!(#place)
        } else {
            quote_spanned!(at(ty.span())=> <#ty as #runtime::FromValue>::from_value(vm, #place, &#arg)?)
        }
    }

    /// A slot that gets its arguments as the slot's type says.
    fn add_slot(&mut self, function: &ImplItemFn, marks: &Marks, slot: &Slot) -> Result<()> {
        let python_name = marks.name.clone().unwrap_or_else(|| function.sig.ident.unraw().to_string());
        let wanted = wanted(function, slot.given.len(), "the slot")?;
        let (mut places, mut types, mut converts, mut passed) = (vec![], vec![], vec![], vec![]);
        for (i, (&given, want)) in slot.given.iter().zip(&wanted).enumerate() {
            let (place, ty) = (format_ident!("a{i}", span = at(want.ty.span())), want.ty);
            types.push(self.given_type(given));
            let is_converted = match given {
                Given::This | Given::Key => true,
                Given::Value => is_option(ty),
                Given::Name | Given::Class | Given::Op | Given::Count | Given::Flags | Given::Args => false,
            };
            if is_converted {
                let arg_name = if given == Given::This { "self" } else { &want.name };
                let arg = self.arg_name(&python_name, arg_name, i as u8, true, false);
                let (local, value) = (format_ident!("p{i}"), self.conversion(ty, &place, &arg));
                converts.push(quote_spanned!(at(ty.span())=> let #local = #value;));
                passed.push(local);
            } else if given == Given::Args {
                passed.push(place.clone());
            } else {
                // A type other than the slot's is reported where it is written.
                let local = format_ident!("p{i}");
                converts.push(quote_spanned!(at(ty.span())=> let #local: #ty = #place;));
                passed.push(local);
            }
            places.push(place);
        }
        let call = self.call(function, &passed, slot.gives);
        // What `__new__` gives is adopted by the class, under this name.
        let first = match places.first() {
            Some(place) if slot.gives == Gives::New => quote!(let first = #place;),
            _ => quote!(),
        };
        let body = quote!(#first #(#converts)* #call);
        self.push_slot(function, marks, slot, &quote!(#(#places: #types),*), &body);
        Ok(())
    }

    /// `__new__`, `__init__` or `__call__` with a signature, which binds its arguments itself.
    fn add_bound_slot(
        &mut self,
        function: &ImplItemFn,
        marks: &Marks,
        slot: &Slot,
        signature: &Signature,
    ) -> Result<()> {
        if !signature.has_self {
            let first = if slot.gives == Gives::New { "$cls" } else { "$self" };
            let text = format!("the signature must begin with `{first}`");
            return Err(Error::new(marks.sig.span(), text));
        }
        let runtime = &self.names.runtime;
        let python_name = marks.name.clone().unwrap_or_else(|| function.sig.ident.unraw().to_string());
        let first = format_ident!("first");
        let is_new = slot.gives == Gives::New;
        let (converts, passed) =
            self.convert_params(function, marks, signature, &python_name, is_new.then_some(&first))?;
        let named = Marks { naming: marks.naming.clone(), ..Marks::default() };
        let (params, n_bound) = (self.params(signature, &named, false), signature.n_bound());
        let first_place = if is_new { format_ident!("_class") } else { format_ident!("a0") };
        let rest = (1..n_bound).map(|i| format_ident!("a{i}"));
        let first_type = self.given_type(slot.given[0]);
        let call = self.call(function, &passed, slot.gives);
        let body = quote! {
            let mut bound = [#runtime::Value::UNBOUND; #n_bound];
            let first_value = #runtime::Value::from(first);
            let callee = #runtime::Callee { name: #python_name, owner: #runtime::Value::UNBOUND, hidden: true };
            #runtime::bind_constructor(vm, &callee, &#params, first_value, args, &mut bound)?;
            let [#first_place, #(#rest),*] = bound;
            #(#converts)*
            #call
        };
        let inputs = quote!(#first: #first_type, args: &#runtime::Args<'_>);
        self.push_slot(function, marks, slot, &inputs, &body);
        Ok(())
    }

    fn push_slot(
        &mut self,
        function: &ImplItemFn,
        marks: &Marks,
        slot: &Slot,
        inputs: &TokenStream,
        body: &TokenStream,
    ) {
        let runtime = &self.names.runtime;
        let shim = format_ident!("native_{}", slot.field);
        let field = format_ident!("{}", slot.field);
        let output = match slot.gives {
            Gives::Value | Gives::New => quote!(#runtime::Value),
            Gives::Hash => quote!(i64),
            Gives::Truth => quote!(bool),
            Gives::Length => quote!(usize),
            Gives::Nothing => quote!(()),
            Gives::Next => quote!(::core::option::Option<#runtime::Value>),
            Gives::Buffer => quote!(#runtime::Buffer),
        };
        let cfgs = &marks.cfgs;
        self.shims.push(quote_spanned! {at(function.sig.ident.span())=>
            #(#cfgs)*
            fn #shim(vm: &mut #runtime::Vm, #inputs) -> #runtime::R<#output> {
                #body
            }
        });
        self.slots.push(quote!(#(#cfgs)* { slots.#field = ::core::option::Option::Some(Self::#shim); }));
    }

    fn given_type(&self, given: Given) -> TokenStream {
        let runtime = &self.names.runtime;
        match given {
            Given::This | Given::Key | Given::Value => quote!(#runtime::Value),
            Given::Name => quote!(#runtime::Gc<#runtime::layout::Str>),
            Given::Class => quote!(#runtime::Gc<#runtime::layout::Type>),
            Given::Op => quote!(#runtime::CompareOp),
            Given::Count => quote!(i64),
            Given::Flags => quote!(i32),
            Given::Args => quote!(&#runtime::Args<'_>),
        }
    }

    /// The call of the function, and what becomes of its result.
    fn call(&self, function: &ImplItemFn, passed: &[Ident], gives: Gives) -> TokenStream {
        let (runtime, ident) = (&self.names.runtime, &function.sig.ident);
        let call = quote_spanned!(at(ident.span())=> Self::#ident(vm, #(#passed),*));
        let span = match &function.sig.output {
            ReturnType::Default => ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        };
        match gives {
            Gives::Value if matches!(function.sig.output, ReturnType::Default) => quote_spanned! {at(span)=>
                #call;
                #runtime::IntoResult::into_result((), vm)
            },
            Gives::Value => quote_spanned! {at(span)=>
                let result = #call;
                #runtime::IntoResult::into_result(result, vm)
            },
            Gives::New => quote_spanned! {at(span)=>
                let result = #call;
                let made = #runtime::IntoResult::into_result(result, vm)?;
                vm.adopt(first, made)
            },
            // A `StopIteration` of what is called on the way is an end like any other.
            Gives::Next if matches!(&function.sig.output, ReturnType::Type(_, ty) if is_result(ty)) => {
                quote_spanned! {at(span)=>
                    let result = #call;
                    result.or_else(|raised| vm.end_of_iteration(raised))
                }
            }
            Gives::Hash | Gives::Truth | Gives::Length | Gives::Nothing | Gives::Next | Gives::Buffer => {
                match &function.sig.output {
                    ReturnType::Type(_, ty) if is_result(ty) => call,
                    ReturnType::Type(..) => quote_spanned!(at(span)=> ::core::result::Result::Ok(#call)),
                    ReturnType::Default => quote_spanned!(at(span)=> #call; ::core::result::Result::Ok(())),
                }
            }
        }
    }

    /// A getter or setter.
    fn add_accessor(&mut self, function: &ImplItemFn, mut marks: Marks) -> Result<()> {
        let runtime = &self.names.runtime;
        let ident = &function.sig.ident;
        let default_name = python_name(ident);
        let cfgs = std::mem::take(&mut marks.cfgs);
        if let Some(name) = marks.getter {
            if marks.setter.is_some() {
                return Err(Error::new(ident.span(), "a function is a getter or a setter"));
            }
            let name = name.or(marks.name).unwrap_or(default_name);
            let shim = shim_name("native_get", ident);
            let this = wanted(function, 1, "a getter")?[0].ty;
            let this =
                self.conversion(this, &format_ident!("a0"), &self.arg_name(&name, "self", 0, true, false));
            let call = self.call(function, &[format_ident!("p0")], Gives::Value);
            self.shims.push(quote_spanned! {at(ident.span())=>
                #(#cfgs)*
                fn #shim(vm: &mut #runtime::Vm, a0: #runtime::Value) -> #runtime::R {
                    let p0 = #this;
                    #call
                }
            });
            let is_member = marks.is_member;
            self.getters.push(Getter { name, cfgs, doc: marks.doc, shim, setter: None, is_member });
        } else {
            let name = marks
                .setter
                .flatten()
                .unwrap_or_else(|| default_name.strip_prefix("set_").unwrap_or(&default_name).to_owned());
            let shim = shim_name("native_put", ident);
            let wanted = wanted(function, 2, "a setter")?;
            let arg = self.arg_name(&name, "self", 0, true, false);
            let this = self.conversion(wanted[0].ty, &format_ident!("a0"), &arg);
            let ty = wanted[1].ty;
            let value = if is_option(ty) {
                let arg = self.arg_name(&name, &wanted[1].name, 1, true, false);
                self.conversion(ty, &format_ident!("a1"), &arg)
            } else {
                quote!(a1)
            };
            let call = self.call(function, &[format_ident!("p0"), format_ident!("p1")], Gives::Nothing);
            self.shims.push(quote_spanned! {at(ident.span())=>
                #(#cfgs)*
                fn #shim(vm: &mut #runtime::Vm, a0: #runtime::Value, a1: #runtime::Value) -> #runtime::R<()> {
                    let p0 = #this;
                    let p1: #ty = #value;
                    #call
                }
            });
            self.setters.push(Setter { name, shim, span: ident.span() });
        }
        Ok(())
    }

    fn pair_setters(&mut self) -> Result<()> {
        for setter in self.setters.drain(..) {
            match self.getters.iter_mut().find(|getter| getter.name == setter.name) {
                Some(getter) if getter.setter.is_none() => getter.setter = Some(setter.shim),
                Some(_) => return Err(Error::new(setter.span, "the attribute has another setter")),
                None => {
                    let text = format!("no getter is called \"{}\"", setter.name);
                    return Err(Error::new(setter.span, text));
                }
            }
        }
        Ok(())
    }

    fn write(&self, self_ty: &Type) -> TokenStream {
        let Names { runtime, table, .. } = &self.names;
        let Tables { slots, methods, shims, .. } = self;
        let getsets = self.getters.iter().map(|getter| {
            let Getter { name, cfgs, doc, shim, setter, is_member } = getter;
            let set = match setter {
                Some(set) => quote!(::core::option::Option::Some(Self::#set)),
                None => quote!(::core::option::Option::None),
            };
            quote! {
                #(#cfgs)*
                #runtime::GetSetDef {
                    name: #name,
                    doc: #doc,
                    get: Self::#shim,
                    set: #set,
                    is_member: #is_member,
                }
            }
        });
        let slots = if slots.is_empty() {
            quote!(#runtime::Slots::NONE)
        } else {
            quote!({ let mut slots = #runtime::Slots::NONE; #(#slots)* slots })
        };
        quote! {
            #[automatically_derived]
            impl #self_ty {
                /// The tables of what the block implements.
                pub const #table: #runtime::Native = #runtime::Native {
                    slots: #slots,
                    methods: &[#(#methods),*],
                    getsets: &[#(#getsets),*],
                };
                #(#shims)*
            }
        }
    }
}

/// A parameter of a Rust function.
struct Wanted<'a> {
    name: String,
    ty: &'a Type,
}

/// The function's parameters after `vm`, which must be so many.
fn wanted<'a>(function: &'a ImplItemFn, n: usize, who: &str) -> Result<Vec<Wanted<'a>>> {
    let sig = &function.sig;
    if let Some(receiver) = sig.receiver() {
        let text = "a native function gets `vm: &mut Vm` first, and the object as an argument";
        return Err(Error::new(receiver.span(), text));
    }
    if let Some(param) = sig.generics.params.first() {
        return Err(Error::new(param.span(), "a native function has no generic parameters"));
    }
    let mut wanted = Vec::new();
    for input in &sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let name = match &*input.pat {
            Pat::Ident(pat) => pat.ident.unraw().to_string().trim_start_matches('_').to_owned(),
            _ => String::new(),
        };
        wanted.push(Wanted { name, ty: &input.ty });
    }
    if wanted.len() != n + 1 {
        let text = format!(
            "{who} gives {n} argument{} after `vm`; the function takes {} parameter{} in all",
            plural(n),
            wanted.len(),
            plural(wanted.len())
        );
        return Err(Error::new(sig.paren_token.span.join(), text));
    }
    wanted.remove(0);
    Ok(wanted)
}

/// Errors point to the user's text, but lints know that the code was generated.
fn at(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// The Rust name without `r#` and the underscore that keeps it from being a keyword.
fn python_name(ident: &Ident) -> String {
    let name = ident.unraw().to_string();
    match name.strip_suffix('_') {
        Some(bare) if !bare.ends_with('_') => bare.to_owned(),
        _ => name,
    }
}

/// A name for a shim: dunders would not be snake case.
fn shim_name(prefix: &str, ident: &Ident) -> Ident {
    let name = ident.unraw().to_string();
    match name.strip_prefix("__") {
        Some(bare) => {
            format_ident!("{prefix}_dunder_{}", bare.trim_end_matches('_'), span = at(ident.span()))
        }
        None => format_ident!("{prefix}_{}", name.trim_start_matches('_'), span = at(ident.span())),
    }
}

fn unpack(places: &[Ident], is_spread: bool) -> TokenStream {
    if is_spread {
        return quote! {
            let &[#(#places,)* ref rest @ ..] = a else {
                ::core::unreachable!("arguments are bound by the signature")
            };
        };
    }
    if places.is_empty() {
        return quote!(let _ = a;);
    }
    quote! {
        let &[#(#places),*] = a else { ::core::unreachable!("arguments are bound by the signature") };
    }
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// Is the type written `Value`?
fn is_value(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|s| s.ident == "Value" && s.arguments.is_none())
}

/// Is the type written `Option<...>`?
fn is_option(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|s| {
        s.ident == "Option"
            && matches!(&s.arguments, PathArguments::AngleBracketed(a)
                if matches!(a.args.first(), Some(GenericArgument::Type(_))))
    })
}

/// Is the type written `&[...]`?
fn is_slice(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if matches!(*reference.elem, Type::Slice(_)))
}

/// Does the function take what `*args` collects as a slice, for which no tuple is made?
fn spreads(function: &ImplItemFn, signature: &Signature) -> bool {
    let takes_slice =
        function.sig.inputs.iter().any(|input| matches!(input, FnArg::Typed(input) if is_slice(&input.ty)));
    signature.varargs && takes_slice
}

/// Is the type written `R<...>` or `Result<...>`?
fn is_result(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|s| s.ident == "R" || s.ident == "Result")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(block: TokenStream) -> String {
        native(TokenStream::new(), block).map_or_else(|e| e.to_string(), |tokens| tokens.to_string())
    }

    #[test]
    fn mistakes_are_explained() {
        let cases = [
            (
                quote!(impl X { #[sig("(a, b)")] fn f(vm: &mut Vm, a: Value) {} }),
                "`#[sig]` gives 2 arguments",
            ),
            (quote!(impl X { #[sig("(a='')")] fn f(vm: &mut Vm, a: Value) {} }), "take an `Option` here"),
            (quote!(impl X { #[sig("a")] fn f(vm: &mut Vm) {} }), "written in parentheses"),
            (quote!(impl X { #[classmethod] #[sig("()")] fn f(vm: &mut Vm) {} }), "begins with `$cls`"),
            (
                quote!(impl X { #[sig("($self)")] fn __len__(vm: &mut Vm, s: S) {} }),
                "slot has its own signature",
            ),
            (quote!(impl X { #[sig("(x)")] fn __new__(vm: &mut Vm, x: S) {} }), "must begin with `$cls`"),
            (quote!(impl X { fn __eq__(vm: &mut Vm, a: Value, b: Value) {} }), "__richcmp__"),
            (quote!(impl X { fn __radd__(vm: &mut Vm, a: Value, b: Value) {} }), "reflected operands"),
            (quote!(impl X { fn __enter__(vm: &mut Vm, a: Value) {} }), "it fills no slot"),
            (quote!(impl X { fn __len__(&self) -> usize { 0 } }), "gets `vm: &mut Vm` first"),
            (quote!(impl X { #[setter] fn set_x(vm: &mut Vm, t: T, v: Value) {} }), "no getter is called"),
            (
                quote!(
                    impl<T> X<T> {}
                ),
                "no generic parameters",
            ),
            (quote!(impl Y for X {}), "inherent impl"),
        ];
        for (block, text) in cases {
            let shown = block.to_string();
            let errors = errors(block);
            assert!(errors.contains(text), "{shown}: {errors}");
        }
    }
}
