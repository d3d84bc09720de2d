package io.github.argusglue.core.argus;

import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The contract on the stand-in. */
final class StandInArgusContractTest extends ArgusContract {
    private @Nullable StandInArgus argus;

    @Override
    protected ContractSubject makeSubject() throws IOException {
        StandInArgus started = StandInArgus.start();
        argus = started;
        return new ContractSubject(
                started.url(),
                started::addSource,
                new HttpArgusPeople(started.url(), StandInArgus.PERSON, StandInArgus.PASSWORD));
    }

    @AfterAll
    void closeArgus() {
        if (argus != null) {
            argus.close();
        }
    }
}
