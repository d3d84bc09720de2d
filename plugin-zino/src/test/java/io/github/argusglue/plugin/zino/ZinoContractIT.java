package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI with a real Zino. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZinoContractIT extends SourceAdapterContract<ZinoConfig> implements FeedbackContract {
    private final ZinoLab lab = new ZinoLab();

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<ZinoConfig> factory() {
        return new ZinoAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new RealZino(lab);
    }

    @Override
    protected ZinoConfig config(FakeSystem system) {
        return lab.config().build();
    }

    @Override
    protected Duration maxDelay() {
        return ZinoLab.TIMEOUT;
    }

    /** {@code ZinoContractTest} has the others. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(
                HistoryContract.class,
                EndingsContract.class,
                HeldContract.class,
                PartialContract.class,
                AdoptContract.class);
    }

    /** A problem is a port that is down. Ending it means that the port is up and a person closes the case. */
    private static final class RealZino implements FakeSystem {
        private final ZinoLab lab;

        /** Numbers of the cases of each problem: a closed one is not listed any more, but can be asked for. */
        private final Map<String, Set<String>> cases = new HashMap<>();

        RealZino(ZinoLab lab) {
            this.lab = lab;
            mend(lab);
        }

        private static void mend(ZinoLab lab) {
            lab.set("gw2", "ports.1.oper=up", "ports.2.oper=up", "ports.1.alias=core 2, link 1");
            lab.closeAll();
        }

        private static String port(String problem) {
            return problem.equals("one") ? "1" : "2";
        }

        @Override
        public void open(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=down");
        }

        /** The port must be up before the case is closed, or Zino's next poll opens a case that was never down. */
        @Override
        public void end(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=up");
            awaitAttribute("ge-0/0/" + port(problem), "portstate", "up");
            for (String number : lab.operator("CASEIDS").body()) {
                if (isAbout(number, "port", "ge-0/0/" + port(problem))) {
                    lab.operator("SETSTATE " + number + " closed");
                }
            }
        }

        private boolean isAbout(String number, String attribute, String value) {
            return lab.operator("GETATTRS " + number).body().contains(attribute + ": " + value);
        }

        private void awaitAttribute(String port, String attribute, String value) {
            ZinoFixture.awaitTrue(
                    port + " " + value,
                    () -> lab.operator("CASEIDS").body().stream()
                            .filter(number -> isAbout(number, "port", port))
                            .allMatch(number -> isAbout(number, attribute, value)));
        }

        /** Returns the histories of all cases of the port, with their changes of state. */
        @Override
        public Object feedbackState(String problem) {
            Set<String> numbers = cases.computeIfAbsent(problem, none -> new TreeSet<>());
            for (String number : lab.operator("CASEIDS").body()) {
                if (isAbout(number, "port", "ge-0/0/" + port(problem))) {
                    numbers.add(number);
                }
            }
            List<Object> shown = new ArrayList<>();
            numbers.forEach(
                    number -> shown.add(lab.operator("GETHIST " + number).body()));
            return shown;
        }

        @Override
        public void change(String problem) {
            lab.set("gw2", "ports." + port(problem) + ".oper=lowerLayerDown");
        }

        @Override
        public void inject(Failure failure) {
            if (failure != Failure.DOWN) {
                throw new UnsupportedOperationException("a real Zino cannot be made " + failure);
            }
            // A crash would restore cases that were closed recently.
            lab.run("end-zino");
        }

        @Override
        public void recover() {
            lab.run("run-zino");
        }

        @Override
        public void close() {
            mend(lab);
        }
    }
}
