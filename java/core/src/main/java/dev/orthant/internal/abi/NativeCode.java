package dev.orthant.internal.abi;

/**
 * The service that the module of a platform's native code provides. It has no methods: it exists so that the
 * module system, which adds every provider at hand to a program that uses a service, adds that module.
 */
public interface NativeCode {}
