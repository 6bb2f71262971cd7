/**
 * What the public packages share and users do not see: native handles, errors, argument checks.
 *
 * <p>JavaCPP types appear here and in {@code internal.abi} and as private members of the public
 * types, never in a public signature. Three rules keep the native side safe. Memory that JavaCPP
 * would allocate is not used: blocks are lent by the native handles, so a caller's {@code
 * PointerScope} cannot free them and JavaCPP's limit on physical memory does not apply. Every array
 * is measured before it is copied, for JavaCPP does not measure. Every call on a handle is counted,
 * so closing it during a call is safe.
 */
package dev.orthant.internal;
