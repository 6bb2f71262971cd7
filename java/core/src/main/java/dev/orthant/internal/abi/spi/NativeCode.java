package dev.orthant.internal.abi.spi;

/**
 * The service that the module with a platform's native code provides. It has no methods: the module
 * system adds every provider at hand to a program that uses a service, and so finds that module
 * without being told of it.
 */
public interface NativeCode {}
