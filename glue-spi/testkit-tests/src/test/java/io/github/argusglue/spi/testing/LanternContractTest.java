package io.github.argusglue.spi.testing;

/** A right adapter passes the contracts. */
final class LanternContractTest extends LanternContract {
    LanternContractTest() {
        super(LanternFault.NONE);
    }
}
