package io.github.argusglue.spi.testing;

/** A right adapter passes the whole contract. */
final class BeaconContractTest extends BeaconContract {
    BeaconContractTest() {
        super(Fault.NONE);
    }
}
