// swift-tools-version: 6.2
import PackageDescription

/// The language rules every room keeps: Swift 6, explicit `any`, imports private unless the
/// interface needs them, and a dependency must be named by whoever uses it.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// One room of the house: a Swift target and what it may import.
func room(_ name: String, _ imports: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: house)
}

/// The tests of one room.
func tests(_ name: String, _ imports: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name,
    dependencies: imports,
    resources: resources,
    swiftSettings: house
  )
}

let package = Package(
  name: "xiantou",
  products: [
    .executable(name: "xiantou", targets: ["xiantou"]),
    .executable(name: "xiantou-verify", targets: ["xiantou-verify"]),
    .executable(name: "xiantou-bench", targets: ["LedgerBench"]),
    .executable(name: "xiantou-bench-pool", targets: ["PoolBench"]),
    .executable(name: "xiantou-bench-invest", targets: ["InvestBench"]),
    .executable(name: "xiantou-bench-sim", targets: ["SimBench"]),
    .library(
      name: "Xiantou",
      targets: [
        "Findings", "Quantities", "CanonicalJSON", "Policies", "InvestFirst", "RiskPools",
        "Simulators", "Accounting", "Signing", "Audit", "Store", "Reports", "Evidence",
      ]
    ),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Pure rooms: no input, no output, no Foundation.
    room("Findings", []),
    room("Quantities", []),
    room("CanonicalJSON", []),
    room("Accounting", ["Findings", "Quantities"]),
    room("Policies", ["Findings", "Quantities", "CanonicalJSON"]),
    room(
      "InvestFirst",
      ["Findings", "Quantities", "CanonicalJSON", "Policies", "Accounting"]
    ),
    room("RiskPools", ["Findings", "Quantities", "CanonicalJSON", "Policies", "Accounting"]),
    room("Reconciliation", ["Quantities", "Accounting"]),
    room(
      "Simulators",
      [
        "Findings", "Quantities", "CanonicalJSON", "Policies", "InvestFirst", "RiskPools",
        "Signing",
      ]
    ),

    room("Charts", []),

    // Evidence: bytes, hashes, trees.
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    room("Signing", ["COpenSSL"]),
    room("Audit", ["Quantities", "CanonicalJSON", "Signing"]),

    // Edges: files in and out, the ledger file, what people read.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    room(
      "Interchange",
      [
        "Findings", "Quantities", "Accounting", "Reconciliation", "InvestFirst", "RiskPools",
        "CZlib", "CExpat",
      ]
    ),
    room("Exports", ["Quantities", "Accounting"]),
    .target(name: "CEmbedded"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    room(
      "Store",
      [
        "Findings", "Quantities", "CanonicalJSON", "Accounting", "Reconciliation", "Signing",
        "Audit", "CEmbedded", "CSQLite",
      ]
    ),
    room("Reports", ["Quantities", "Accounting", "Reconciliation"]),
    room(
      "Registers",
      [
        "Findings", "Quantities", "CanonicalJSON", "Accounting", "Policies", "InvestFirst",
        "RiskPools", "Signing", "Store",
      ]
    ),
    room(
      "Evidence",
      [
        "Findings", "Quantities", "CanonicalJSON", "Accounting", "Signing", "Audit", "Reports",
        "Exports", "CEmbedded",
      ]
    ),
    room(
      "Commands",
      [
        "Findings", "Quantities", "CanonicalJSON", "Policies", "InvestFirst", "RiskPools",
        "Simulators", "Charts", "Accounting", "Signing", "Audit", "Reconciliation", "Interchange",
        "Exports", "Store", "Registers", "Evidence", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(name: "xiantou", dependencies: ["Commands"], swiftSettings: house),
    .executableTarget(
      name: "xiantou-verify",
      dependencies: ["Evidence", "Reports"],
      swiftSettings: house
    ),
    .executableTarget(
      name: "LedgerBench",
      dependencies: ["Measuring", "Quantities", "Accounting", "Signing", "Audit", "Store"],
      path: "Benchmarks/LedgerBench",
      swiftSettings: house
    ),
    .executableTarget(
      name: "PoolBench",
      dependencies: ["Measuring", "Quantities", "Policies", "RiskPools"],
      path: "Benchmarks/PoolBench",
      swiftSettings: house
    ),
    .executableTarget(
      name: "InvestBench",
      dependencies: [
        "Findings", "Quantities", "Accounting", "Audit", "Policies", "InvestFirst", "Interchange",
        "Store", "Registers", "Measuring",
      ],
      path: "Benchmarks/InvestBench",
      swiftSettings: house
    ),
    .executableTarget(
      name: "SimBench",
      dependencies: ["Findings", "Measuring", "Policies", "Quantities", "Signing", "Simulators"],
      path: "Benchmarks/SimBench",
      swiftSettings: house
    ),
    .target(name: "Measuring", path: "Benchmarks/Measuring", swiftSettings: house),

    tests("QuantitiesTests", ["Quantities"]),
    tests("CanonicalJSONTests", ["CanonicalJSON"]),
    tests(
      "InvestFirstTests",
      ["Accounting", "CanonicalJSON", "Findings", "InvestFirst", "Policies", "Quantities"]
    ),
    tests("PoliciesTests", ["CanonicalJSON", "Findings", "Policies", "Quantities"]),
    tests(
      "RiskPoolsTests",
      ["Accounting", "CanonicalJSON", "Findings", "Policies", "Quantities", "RiskPools"]
    ),
    tests(
      "SimulatorsTests",
      [
        "CanonicalJSON", "Findings", "InvestFirst", "Policies", "Quantities", "RiskPools",
        "Signing",
        "Simulators",
      ]
    ),
    tests("ChartsTests", ["Charts", "CExpat"]),
    tests("SigningTests", ["Signing"]),
    tests("AuditTests", ["Audit", "CanonicalJSON", "Signing"]),
    tests("AccountingTests", ["Accounting", "Findings", "Quantities"]),
    tests("ReconciliationTests", ["Accounting", "Quantities", "Reconciliation"]),
    tests(
      "EvidenceTests",
      [
        "Evidence", "Accounting", "Audit", "CanonicalJSON", "Findings", "Quantities", "Reports",
        "Signing",
      ]
    ),
    tests("ReportsTests", ["Reports", "Accounting", "Quantities"]),
    tests(
      "StoreTests",
      [
        "Store", "Audit", "Signing", "CanonicalJSON", "Accounting", "Findings", "Quantities",
        "Reconciliation", "CSQLite", "Trials", "ledger-workload",
      ]
    ),
    tests("TidyTests", []),
    tests(
      "CommandsTests",
      [
        "Commands", "Findings", "Quantities", "Accounting", "Audit", "Evidence", "Reports",
        "Signing", "Store", "CExpat", "CSQLite",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    tests(
      "InterchangeTests",
      ["Accounting", "CZlib", "Exports", "Findings", "Interchange", "Quantities", "Reconciliation"]
    ),

    // What only tests use: work on a ledger that another process does, and a file system that fails.
    .target(name: "CFaultVFS", dependencies: ["CSQLite"], path: "Tests/Support/CFaultVFS"),
    .target(
      name: "Trials",
      dependencies: ["Store", "Audit", "Accounting", "Quantities"],
      path: "Tests/Support/Trials",
      swiftSettings: house
    ),
    .executableTarget(
      name: "ledger-workload",
      dependencies: ["Trials", "Store", "Accounting", "Quantities", "CFaultVFS"],
      path: "Tests/Support/LedgerWorkload",
      swiftSettings: house
    ),
  ],
  swiftLanguageModes: [.v6]
)
