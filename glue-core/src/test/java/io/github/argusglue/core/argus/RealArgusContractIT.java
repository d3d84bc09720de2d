package io.github.argusglue.core.argus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the contract on a real server. Needs {@code argus.url} and {@code argus.source.command}, a command that gets the
 * name of a source as last argument and prints a token for it; {@code argus.admin} and {@code argus.password} are the
 * login of a superuser. Fails without them, so that a run without tests does not look successful.
 */
final class RealArgusContractIT extends ArgusContract {
    @Override
    protected ContractSubject makeSubject() throws IOException {
        URI url = URI.create(property("argus.url"));
        String command = property("argus.source.command");
        ArgusPeople people = new HttpArgusPeople(
                url, System.getProperty("argus.admin", "admin"), System.getProperty("argus.password", "adminpassword"));
        return new ContractSubject(url, name -> token(command, name), people);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("set the system property '" + name + "', see RealArgusContractIT");
        }
        return value;
    }

    private static String token(String command, String name) {
        List<String> words = new ArrayList<>(List.of(command.split(" +", -1)));
        words.add(name);
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (printed.isEmpty()) {
                throw new IllegalStateException("'" + command + " " + name + "' printed no token");
            }
            return printed.lines().reduce((first, last) -> last).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
