package io.github.argusglue.dist.it;

import io.github.argusglue.core.argus.ArgusContract;
import io.github.argusglue.core.argus.ContractSubject;
import io.github.argusglue.core.argus.HttpArgusPeople;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of the client on the real server: the same suite that every build runs on the stand-in. */
@ExtendWith(Lab.class)
final class ArgusContractIT extends ArgusContract {
    private final LabArgus argus;

    ArgusContractIT(LabArgus argus) {
        this.argus = argus;
    }

    @Override
    protected ContractSubject makeSubject() throws IOException {
        HttpArgusPeople people = new HttpArgusPeople(argus.url(), LabArgus.ADMIN, argus.adminPassword());
        return new ContractSubject(argus.url(), argus::newSource, people);
    }
}
