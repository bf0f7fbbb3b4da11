//! `_statistics`: what of `statistics` is worth it.

use taipan_macros::native;
use taipan_number::normal;
use taipan_runtime::{ModuleDef, R, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_statistics",
    doc: "Parts of the statistics module.",
    functions: &Functions::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Functions;

#[native]
impl Functions {
    /// Where the distribution function of a normal distribution has a value.
    #[sig("($module, p, mu, sigma, /)")]
    fn _normal_dist_inv_cdf(vm: &mut Vm, p: f64, mu: f64, sigma: f64) -> R<f64> {
        if p <= 0.0 || p >= 1.0 {
            return Err(vm.value_error("inv_cdf undefined for these parameters"));
        }
        Ok(mu + normal::quantile(p) * sigma)
    }
}
