package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads target descriptions, with the documents that they include.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Target-Description-Format.html">GDB
 *     manual, Target Description Format</a>
 */
public final class TargetXml {
  /** QEMU's aarch64 has six; each may take a megabyte. */
  private static final int MOST_DOCUMENTS = 64;

  private static final XMLInputFactory XML = newFactory();

  private final AnnexSource source;
  private final DescriptionBuilder builder = new DescriptionBuilder();
  private final Set<String> seen = new HashSet<>();

  private TargetXml(AnnexSource source) {
    this.source = source;
  }

  /** Reads {@code target.xml} and whatever it includes. */
  public static TargetDescription read(AnnexSource source) throws IOException {
    TargetXml xml = new TargetXml(source);
    xml.document(AnnexSource.MAIN);
    return xml.builder.build();
  }

  private static XMLInputFactory newFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // QEMU writes xi:include without ever declaring xi.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // The document type names a file that nobody has, and a stub has no business with others.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private void document(String annex) throws IOException {
    if (!seen.add(annex)) {
      throw malformed(annex, "a document that is included once");
    }
    if (seen.size() > MOST_DOCUMENTS) {
      throw malformed(annex, "at most " + MOST_DOCUMENTS + " documents");
    }
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(source.read(annex)));
      while (reader.hasNext()) {
        event(reader, reader.next());
      }
    } catch (XMLStreamException broken) {
      throw malformed(annex, "well-formed XML (" + broken.getMessage() + ")");
    }
  }

  private void event(XMLStreamReader reader, int event) throws IOException, XMLStreamException {
    if (event == XMLStreamConstants.START_ELEMENT) {
      XmlElement element = new XmlElement(reader);
      switch (element.name()) {
        case "xi:include" -> document(element.required("href"));
        case "architecture" -> builder.architecture(reader.getElementText().strip());
        case "osabi" -> builder.osAbi(reader.getElementText().strip());
        case "compatible" -> builder.compatible(reader.getElementText().strip());
        default -> builder.begin(element);
      }
    } else if (event == XMLStreamConstants.END_ELEMENT) {
      builder.end(reader.getLocalName());
    }
  }

  private static MalformedReplyException malformed(String annex, String expected) {
    return MalformedReplyException.expected(expected, "the target description \"" + annex + "\"");
  }
}
