//! `#[derive(Trace, Layout, NativeType)]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, LitStr, Path, Result, Token, Type};

/// What `#[layout(...)]` says.
#[derive(Default)]
struct Options {
    runtime: Option<Path>,
    range: Option<Expr>,
    number: Option<Expr>,
}

impl Options {
    fn of(attrs: &[Attribute]) -> Result<Options> {
        let mut options = Options::default();
        for attr in attrs.iter().filter(|a| a.path().is_ident("layout")) {
            attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    options.runtime = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                } else if meta.path.is_ident("range") {
                    options.range = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                } else if meta.path.is_ident("number") {
                    options.number = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                } else {
                    return Err(
                        meta.error("expected `range = \"A..=B\"`, `number = \"A\"` or `crate = \"path\"`")
                    );
                }
                Ok(())
            })?;
        }
        Ok(options)
    }

    fn runtime(&self) -> TokenStream {
        self.runtime.as_ref().map_or_else(|| quote!(::taipan_runtime), ToTokens::to_token_stream)
    }

    fn number(&self, name: &syn::Ident) -> TokenStream {
        let runtime = self.runtime();
        match &self.number {
            Some(number) => number.to_token_stream(),
            None => quote!(<#name as #runtime::kinds::Numbered>::NUMBER),
        }
    }
}

/// Reports every field but the header and those marked `#[untraced]`.
pub fn trace(input: &DeriveInput) -> Result<TokenStream> {
    let options = Options::of(&input.attrs)?;
    let runtime = options.runtime();
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let mut traces_any = false;
    let body = match &input.data {
        Data::Struct(data) => {
            let calls = data.fields.members().zip(&data.fields).filter(|(_, field)| is_traced(field)).map(
                |(member, field)| {
                    let ty = &field.ty;
                    quote!(<#ty as #runtime::Trace>::trace(&self.#member, tracer);)
                },
            );
            let calls: Vec<_> = calls.collect();
            traces_any = !calls.is_empty();
            quote!(#(#calls)*)
        }
        Data::Enum(data) => {
            let arms = data.variants.iter().map(|variant| {
                let ident = &variant.ident;
                let traced: Vec<_> =
                    variant.fields.members().zip(&variant.fields).filter(|(_, f)| is_traced(f)).collect();
                traces_any |= !traced.is_empty();
                let bindings: Vec<_> = (0..traced.len()).map(|i| format_ident!("field_{i}")).collect();
                let members = traced.iter().map(|(member, _)| member);
                let types = traced.iter().map(|(_, field)| &field.ty);
                quote! {
                    Self::#ident { #(#members: #bindings,)* .. } => {
                        #(<#types as #runtime::Trace>::trace(#bindings, tracer);)*
                    }
                }
            });
            let arms: Vec<_> = arms.collect();
            if arms.is_empty() { quote!() } else { quote!(match self { #(#arms)* }) }
        }
        Data::Union(data) => return Err(Error::new(data.union_token.span, "a union cannot be traced")),
    };
    let unused = (!traces_any).then(|| quote!(let _ = tracer;));
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::Trace for #name #ty_generics #where_clause {
            #[inline]
            fn trace(&self, tracer: &mut #runtime::Tracer<'_>) {
                #unused
                #body
            }
        }
    })
}

fn is_traced(field: &Field) -> bool {
    !is_header(&field.ty) && !field.attrs.iter().any(|a| a.path().is_ident("untraced"))
}

fn is_header(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == "Header"))
}

/// Declares a struct as the content of a cell.
pub fn layout(input: &DeriveInput) -> Result<TokenStream> {
    let options = Options::of(&input.attrs)?;
    let runtime = options.runtime();
    let name = &input.ident;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(name.span(), "the content of a cell is a struct"));
    };
    if let Some(param) = input.generics.params.first() {
        return Err(Error::new(param.span(), "the content of a cell has no generic parameters"));
    }
    if !is_repr_c(&input.attrs)? {
        return Err(Error::new(name.span(), "the content of a cell must be `#[repr(C)]`"));
    }
    let first = match &data.fields {
        Fields::Named(fields) => fields.named.first(),
        Fields::Unnamed(_) | Fields::Unit => None,
    };
    match first {
        Some(field) if is_header(&field.ty) && field.ident.as_ref().is_some_and(|i| i == "header") => {}
        Some(field) => return Err(Error::new(field.span(), "the first field must be `header: Header`")),
        None => return Err(Error::new(name.span(), "the first field must be `header: Header`")),
    }
    let number = options.number(name);
    let text = name.to_string();
    let has_kind = options.range.as_ref().map(|range| {
        quote! {
            #[inline(always)]
            fn has_kind(kind: #runtime::Kind) -> bool {
                (#range).contains(&kind)
            }
        }
    });
    Ok(quote! {
        #[expect(unsafe_code, reason = "what the trait asks for is checked where this is written")]
        // SAFETY: `repr(C)` with the header first, checked when this was generated and by the assertion below; the
        // number is this struct's own, or is checked by the table of layouts.
        unsafe impl #runtime::Layout for #name {
            const KIND: #runtime::Kind = #number;
            const NAME: &'static str = #text;
            #has_kind
        }
        const _: () = {
            // The field really is the heap's header, and comes first.
            const fn header_of(cell: &#name) -> &#runtime::Header {
                &cell.header
            }
            _ = header_of;
            assert!(::core::mem::offset_of!(#name, header) == 0);
        };
    })
}

fn is_repr_c(attrs: &[Attribute]) -> Result<bool> {
    let mut found = false;
    for attr in attrs.iter().filter(|a| a.path().is_ident("repr")) {
        attr.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("C");
            // `align(16)` has something in parentheses.
            if !meta.input.is_empty() && !meta.input.peek(Token![,]) {
                meta.input.parse::<proc_macro2::Group>()?;
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The type's row in the list of its crate.
pub fn native_type(input: &DeriveInput) -> Result<TokenStream> {
    let options = Options::of(&input.attrs)?;
    let runtime = options.runtime();
    let name = &input.ident;
    if let Some(param) = input.generics.params.first() {
        return Err(Error::new(param.span(), "a native type has no generic parameters"));
    }
    let entry = if input.attrs.iter().any(|a| a.path().is_ident("storage")) {
        let number = options.number(name);
        quote!(Storage(#number, #runtime::LayoutInfo::of::<#name>()))
    } else {
        let constant = syn::Ident::new("TYPE", Span::call_site());
        quote!(Type(&#name::#constant))
    };
    Ok(quote! {
        #[automatically_derived]
        impl #runtime::NativeType for #name {
            const ENTRY: #runtime::TypeEntry = #runtime::TypeEntry::#entry;
        }
    })
}
