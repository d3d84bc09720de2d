package io.github.argusglue.spi.testing;

/** A right engine passes the contract. */
final class MemoryContractTest extends MemoryContract {
    MemoryContractTest() {
        super(MemoryFault.NONE);
    }
}
