package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plugin.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The files of a new adapter's project. */
final class AdapterProject {
    private static final String TEMPLATES = "new-adapter/";

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Name of each template, and the file that is made of it. */
    private final Map<String, String> files = new LinkedHashMap<>();

    /**
     * Creates it; writes nothing.
     *
     * @param name type of the adapter
     * @param packageName Java package and Maven group
     * @param home folder that argus-glue is installed in
     * @param argus address of Argus in the configuration
     * @param build versions of argus-glue and of its SPI
     * @throws IOException if the installation is not complete
     */
    AdapterProject(String name, String packageName, Path home, URI argus, BuildInfo build) throws IOException {
        Properties versions = new Properties();
        try (InputStream in = open("new-adapter.properties")) {
            versions.load(in);
        }
        String prefix = prefix(name);
        String path = packageName.replace('.', '/');
        values.put("@NAME@", name);
        values.put("@PREFIX@", prefix);
        values.put("@PACKAGE@", packageName);
        values.put("@PATH@", path);
        values.put("@HOME@", home.toString());
        values.put("@ARGUS@", argus.toString());
        values.put("@VERSION@", build.version());
        values.put("@SPI@", build.spiVersion().toString());
        values.put("@JACKSON@", versions.getProperty("jackson"));
        values.put("@JUNIT@", versions.getProperty("junit"));
        String main = "src/main/java/" + path + "/" + prefix;
        String test = "src/test/java/" + path + "/" + prefix;
        files.put("pom.xml", "pom.xml");
        files.put("README.md", "README.md");
        files.put("argus-glue.toml", "argus-glue.toml");
        files.put("gitignore", ".gitignore");
        files.put("build.yml", ".github/workflows/build.yml");
        files.put("Config.java.txt", main + "Config.java");
        files.put("Adapter.java.txt", main + "Adapter.java");
        files.put("AdapterFactory.java.txt", main + "AdapterFactory.java");
        files.put("service", "src/main/resources/META-INF/services/io.github.argusglue.spi.SourceAdapterFactory");
        files.put("Server.java.txt", test + "Server.java");
        files.put("AdapterTest.java.txt", test + "AdapterTest.java");
    }

    /** Returns what the names of classes begin with: {@code MySystem} for {@code my-system}. */
    static String prefix(String name) {
        StringBuilder prefix = new StringBuilder();
        for (String word : name.split("-", -1)) {
            prefix.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return prefix.toString();
    }

    /**
     * Writes all files, or none.
     *
     * @throws ConfigException if one of them exists
     */
    List<Path> write(Path folder) throws ConfigException, IOException {
        List<Path> written = new ArrayList<>();
        try (NewFiles writer = new NewFiles()) {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                Path file = folder.resolve(entry.getValue());
                Files.createDirectories(file.toAbsolutePath().getParent());
                writer.write(file, filled(entry.getKey()), "choose another folder");
                written.add(file);
            }
            writer.commit();
        }
        return written;
    }

    private String filled(String template) throws IOException {
        String text;
        try (InputStream in = open(TEMPLATES + template)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = AdapterProject.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("'" + name + "' is missing in the installation");
        }
        return in;
    }
}
